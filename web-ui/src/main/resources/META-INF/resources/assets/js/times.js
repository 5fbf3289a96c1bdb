const STEPS = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86400, 3600, "hour"],
  [86400 * 14, 86400, "day"],
];

/** A moment in words, as the server writes it in Formats. */
export function ago(moment, now) {
  const seconds = Math.round((now - moment) / 1000);
  if (seconds < 10) {
    return "just now";
  }
  for (const [below, size, name] of STEPS) {
    if (seconds < below) {
      const count = Math.floor(seconds / size);
      return `${count} ${name}${count === 1 ? "" : "s"} ago`;
    }
  }
  return moment.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}
