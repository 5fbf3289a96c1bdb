// Files of a drop or a choice, one after the other: a folder of 300,000 files is never held as a list of ours.

/** What was chosen in a file field: how many files there are, the folder's name, and the files as they are asked for. */
export function chosen(list) {
  const first = list[0]?.webkitRelativePath || list[0]?.name || "";
  return {
    name: first.includes("/") ? first.slice(0, first.indexOf("/")) : named(first, list.length),
    count: list.length,
    async *files() {
      for (let i = 0; i < list.length; i++) {
        const file = list[i];
        yield { path: file.webkitRelativePath || file.name, file };
      }
    },
  };
}

/** What was dropped. How many files its folders hold shows only while they are walked: the count is null then. */
export function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return chosen(transfer.files);
  }
  const folders = entries.filter((entry) => entry.isDirectory);
  return {
    name: folders.length === 1 && entries.length === 1 ? folders[0].name : named(entries[0].name, entries.length),
    count: folders.length > 0 ? null : entries.length,
    async *files() {
      for (const entry of entries) {
        yield* walk(entry);
      }
    },
  };
}

const named = (first, count) => (count === 1 ? first : `${first} and ${(count - 1).toLocaleString("en")} more`);

async function* walk(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    try {
      yield { path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) };
    } catch {
      yield { path, file: null };
    }
    return;
  }
  const reader = entry.createReader();
  // a reader hands out a hundred entries at a time and none at the end
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return;
    }
    for (const inner of some) {
      yield* walk(inner);
    }
  }
}
