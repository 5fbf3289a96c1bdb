// The frame of every page: keys, palette, dialogs, theme, times, what runs now, short messages.
import { ago } from "./times.js";
import { toast } from "./toast.js";

const typing = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

// --- theme
function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("docket.theme", root.dataset.theme);
}

// --- relative times stay true while a page is open
function refreshTimes() {
  for (const time of document.querySelectorAll("time[data-when]")) {
    const moment = new Date(time.dateTime);
    time.textContent = ago(moment, new Date());
    time.title = moment.toLocaleString(undefined, { dateStyle: "full", timeStyle: "medium" });
  }
}

// --- palette
const palette = document.getElementById("palette");
const paletteInput = palette.querySelector("input");
const paletteList = palette.querySelector("ul");
let choices = [];
let chosen = 0;

function places() {
  const fixed = [...document.getElementById("places").content.querySelectorAll("a")].map((link) => ({
    name: link.textContent,
    href: link.getAttribute("href"),
    icon: link.dataset.icon,
    tail: "",
  }));
  const onPage = [...document.querySelectorAll("main [data-palette]")].map((link) => ({
    name: link.dataset.palette,
    href: link.getAttribute("href"),
    icon: "right",
    tail: "on this page",
  }));
  return [...fixed, ...onPage];
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/assets/img/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

function showChoices() {
  const wanted = paletteInput.value.trim().toLowerCase();
  choices = places().filter((place) => place.name.toLowerCase().includes(wanted));
  if (wanted) {
    choices.push({
      name: `Search for “${paletteInput.value.trim()}”`,
      href: `/search?q=${encodeURIComponent(paletteInput.value.trim())}`,
      icon: "search",
      tail: "",
    });
  }
  chosen = Math.min(chosen, Math.max(0, choices.length - 1));
  paletteList.replaceChildren(
    ...choices.map((choice, index) => {
      const item = document.createElement("li");
      item.id = `choice-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === chosen));
      const name = document.createElement("span");
      name.textContent = choice.name;
      const tail = document.createElement("span");
      tail.className = "tail";
      tail.textContent = choice.tail;
      item.append(icon(choice.icon), name, tail);
      item.addEventListener("click", () => location.assign(choice.href));
      return item;
    }),
  );
  paletteInput.setAttribute("aria-activedescendant", choices.length ? `choice-${chosen}` : "");
}

function openPalette() {
  paletteInput.value = "";
  chosen = 0;
  showChoices();
  palette.showModal();
}

paletteInput.addEventListener("input", () => {
  chosen = 0;
  showChoices();
});
paletteInput.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + choices.length) % Math.max(1, choices.length);
    showChoices();
  } else if (event.key === "Enter" && choices[chosen]) {
    event.preventDefault();
    location.assign(choices[chosen].href);
  }
});

// --- dialogs
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const show = target?.closest("[data-show]");
  if (show) {
    document.getElementById(show.dataset.show).showModal();
  }
  if (target?.closest("[data-close]") || target instanceof HTMLDialogElement) {
    target.closest("dialog")?.close();
  }
  const hit = target?.closest("[data-hit]");
  if (hit) {
    highlight(Number(hit.dataset.hit));
  }
  if (target?.closest("[data-theme-button]")) {
    toggleTheme();
  }
});

// --- keys
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.key === "Escape" && typing(document.activeElement) && !document.querySelector("dialog[open]")) {
    document.activeElement.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    const search = document.querySelector("[data-global-search]");
    search.focus();
    search.select();
  } else if (event.key === "?") {
    document.getElementById("keys").showModal();
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === document.body) {
    document.querySelector("[data-item].current [data-open]")?.click();
  } else if (event.key === "n" || event.key === "p") {
    highlight(event.key === "n" ? 1 : -1);
  } else {
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (pressed) {
      event.preventDefault();
      pressed.click();
    }
  }
});

/** Moves the mark among results; the preview follows by the link's own htmx request. */
function step(by) {
  const items = [...document.querySelectorAll("[data-item]")];
  if (!items.length) {
    // on a document's page the keys lead to the next document of the result
    document.querySelector(`[data-key="${by > 0 ? "j" : "k"}"]`)?.click();
    return;
  }
  const at = items.findIndex((item) => item.classList.contains("current"));
  const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
  items.forEach((item) => item.classList.toggle("current", item === next));
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("docket:chosen", { bubbles: true }));
}

/** Goes from highlight to highlight in the text that is shown. */
function highlight(by) {
  const marks = [...document.querySelectorAll("[data-text] mark")];
  if (!marks.length) {
    return;
  }
  const at = marks.findIndex((mark) => mark.classList.contains("current"));
  const next = marks[(at + by + marks.length) % marks.length];
  marks.forEach((mark) => mark.classList.toggle("current", mark === next));
  next.scrollIntoView({ block: "center" });
  countHits();
}

/** Says how many highlights there are and which one is shown. */
function countHits() {
  const marks = [...document.querySelectorAll("[data-text] mark")];
  const at = marks.findIndex((mark) => mark.classList.contains("current"));
  for (const hits of document.querySelectorAll("[data-hits]")) {
    hits.hidden = marks.length === 0;
    hits.querySelector("[data-hit-count]").textContent = at < 0 ? `${marks.length} ${marks.length === 1 ? "match" : "matches"}` : `${at + 1} of ${marks.length}`;
  }
}

// --- server-sent events: an element with data-events asks for its own new rendering whenever something moved
/** Streams by address. A stream outlives the redrawing of its element: a new one would tell at once and be drawn at once, for ever. */
const streams = new Map();

function listen(root) {
  for (const element of root.querySelectorAll("[data-events]")) {
    const known = streams.get(element.dataset.events);
    if (known) {
      known.element = element;
    } else {
      streams.set(element.dataset.events, stream(element));
    }
  }
}

function stream(first) {
  const address = first.dataset.events;
  const source = new EventSource(address);
  const listener = { element: first };
  let waiting = false;
  const changed = () => {
    if (!listener.element.isConnected) {
      source.close();
      streams.delete(address);
      return;
    }
    if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        window.htmx.trigger(listener.element, "refresh");
      }, 400);
    }
  };
  source.onmessage = changed;
  for (const name of (first.dataset.eventNames ?? "progress").split(" ")) {
    source.addEventListener(name, changed);
  }
  addEventListener("pagehide", () => source.close(), { once: true });
  return listener;
}

// --- what runs now
const jobsButton = document.querySelector("[data-jobs-button]");
const jobsPanel = document.getElementById("jobs");

async function refreshJobs() {
  const response = await fetch("/training/running", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok || response.redirected) {
    return;
  }
  jobsPanel.innerHTML = await response.text();
  const count = jobsPanel.querySelectorAll("li").length;
  jobsButton.hidden = count === 0;
  jobsButton.querySelector("[data-jobs-count]").textContent = `${count} running`;
  if (count === 0) {
    jobsPanel.hidden = true;
  }
  setTimeout(refreshJobs, count > 0 ? 5000 : 20000);
}
jobsButton.addEventListener("click", () => {
  jobsPanel.hidden = !jobsPanel.hidden;
  jobsButton.setAttribute("aria-expanded", String(!jobsPanel.hidden));
});

// --- htmx: say what went wrong instead of doing nothing
document.addEventListener("htmx:responseError", (event) => {
  const text = event.detail.xhr.responseText;
  let message = `The server answered ${event.detail.xhr.status}.`;
  if (event.detail.xhr.status === 401 || event.detail.xhr.status === 499) {
    message = "Your session has ended. Load the page again to sign in.";
  }
  try {
    const problem = JSON.parse(text);
    message = problem.detail ?? problem.title ?? message;
  } catch {
    // an answer that is no problem document: the status has to do
  }
  toast(message, { bad: true });
});
document.addEventListener("htmx:sendError", () =>
  toast("The server cannot be reached. Nothing is lost; try again.", { bad: true }),
);
document.addEventListener("htmx:afterSwap", (event) => {
  refreshTimes();
  countHits();
  listen(event.detail.elt.parentElement ?? document);
});

refreshTimes();
countHits();
setInterval(refreshTimes, 30000);
addEventListener("DOMContentLoaded", () => listen(document));
refreshJobs();
