// Sends files and folders into the collection of this page. What was chosen goes on where an earlier try stopped: only what
// the server lacks is sent. The work is done by upload/sending.js and its workers; here is what the page shows.
import { toast } from "./toast.js";
import { chosen, dropped } from "./upload/folders.js";
import { Sending } from "./upload/sending.js";

const zone = document.querySelector("[data-upload]");
const box = document.querySelector("[data-sending]");
const number = (value) => Math.round(value).toLocaleString("en");

/** The upload that the next choice goes on with, because its "Go on" was pressed. */
let goingOn = null;
let sending = null;

if (zone && box) {
  listenForDrops();
  for (const input of zone.querySelectorAll("input[type=file]")) {
    // so that the same folder can be chosen again; later would empty the list that is being sent
    input.addEventListener("click", () => {
      if (!sending) {
        input.value = "";
      }
    });
    input.addEventListener("change", () => start(chosen(input.files)));
    // chosen before this script had come
    if (input.files.length > 0) {
      queueMicrotask(() => start(chosen(input.files)));
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-go-on]") : null;
    if (button) {
      goingOn = button.dataset.goOn;
      zone.querySelector("[data-folder]").click();
    }
  });
  box.querySelector("[data-sending-pause]").addEventListener("click", () => sending?.pause(!sending.paused));
  box.querySelector("[data-sending-cancel]").addEventListener("click", cancel);
}

function listenForDrops() {
  const veil = document.querySelector("[data-veil]");
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) {
      depth++;
      veil.classList.add("on");
    }
  });
  addEventListener("dragleave", (event) => {
    if (carriesFiles(event) && --depth <= 0) {
      depth = 0;
      veil.classList.remove("on");
    }
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    veil.classList.remove("on");
    if (carriesFiles(event)) {
      start(dropped(event.dataTransfer));
    }
  });
}

addEventListener("beforeunload", (event) => {
  if (sending) {
    event.preventDefault();
  }
});

async function start(source) {
  if (source.count === 0) {
    toast("There are no files in what was chosen.", { bad: true });
    return;
  }
  if (sending) {
    toast("Another upload from this page is under way; wait until it is received.", { bad: true });
    return;
  }
  try {
    const upload = await begin(source);
    if (upload === null) {
      return;
    }
    sending = new Sending(upload, source, show);
    box.hidden = false;
    card(upload);
    await sending.run();
    await end();
  } catch (problem) {
    toast(problem.message, { bad: true });
  } finally {
    sending = null;
  }
}

/** The upload to send to: the one whose "Go on" was pressed, the unfinished one of the same name, or a new one. */
async function begin(source) {
  const wanted = goingOn;
  goingOn = null;
  if (wanted) {
    return wanted;
  }
  const collection = `/api/v1/collections/${zone.dataset.collection}/uploads`;
  const unfinished = (await ask(`${collection}?state=open`)).find(
    (upload) => upload.name === source.name && upload.source === "browser",
  );
  if (unfinished) {
    const choice = await choose(source, unfinished);
    if (choice !== "new") {
      return choice === "go-on" ? unfinished.id : null;
    }
  }
  const custodian = zone.querySelector("[data-custodian]").value.trim();
  return (await ask(collection, { custodian, name: source.name, source: "BROWSER" })).id;
}

/** Asks whether to go on: "go-on", "new", or anything else for neither. */
function choose(source, unfinished) {
  const dialog = document.getElementById("unfinished-upload");
  dialog.querySelector("[data-name]").textContent = source.name;
  dialog.querySelector("[data-received]").textContent = number(unfinished.arrivals.received);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}

async function ask(path, body = null) {
  const options = body
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(path, options).catch(() => {
    throw new Error("The server cannot be reached. Try again in a moment.");
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
  }
  return response.json();
}

function cancel() {
  document.getElementById("cancel-upload").showModal();
  document.getElementById("cancel-upload").addEventListener(
    "close",
    async ({ target }) => {
      if (target.returnValue === "cancel" && sending) {
        sending.cancel();
      }
      target.returnValue = "";
    },
    { once: true },
  );
}

async function end() {
  const { upload, received, refused, cancelled, ended } = sending;
  if (ended !== null) {
    toast(ended, { bad: true });
  } else {
    await ask(`/api/v1/uploads/${upload}/${cancelled ? "cancel" : "complete"}`, {});
    toast(
      cancelled
        ? `Cancelled. ${number(received)} files were received before and stay.`
        : `${number(received)} files received. You may close this page.`,
    );
  }
  const drawn = document.getElementById(`upload-${upload}`);
  if (drawn) {
    window.htmx.trigger(drawn, "refresh");
  }
  box.hidden = refused === 0;
  box.querySelector("[data-sending-actions]").hidden = true;
  if (refused > 0) {
    part("-title").textContent = `${number(refused)} ${refused === 1 ? "file was" : "files were"} refused; all others were received`;
  }
}

const part = (name) => box.querySelector(`[data-sending${name}]`);

let drawn = 0;

/** Draws the state, at most five times a second. */
function show() {
  const now = performance.now();
  if (!sending || now - drawn < 200) {
    return;
  }
  drawn = now;
  const { source, found, foundBytes, received, refused, doneBytes, partBytes, problems, paused, waiting } = sending;
  const count = source.count ?? found;
  const bytes = doneBytes + partBytes;
  part("-title").textContent = `Sending ${source.name}`;
  const byCount = source.count !== null || sending.everythingFound;
  part("-bar").max = Math.max(1, byCount && count > 1 ? count : foundBytes);
  part("-bar").value = byCount && count > 1 ? received + refused : bytes;
  const rate = sending.rate();
  const left = sending.left();
  part("-rate").textContent = paused
    ? "Paused"
    : [
        rate.files >= 1 ? `${number(rate.files)} files/s` : "",
        rate.bytes > 0 ? `${(rate.bytes / 1e6).toFixed(1)} MB/s` : "",
        left !== null && !waiting ? `${duration(left)} left` : "",
      ]
        .filter(Boolean)
        .join(" · ");
  part("-sum").textContent =
    `${number(count)} ${source.count === null && !sending.everythingFound ? "found so far" : "chosen"} = ` +
    `${number(received)} received + ${number(count - received - refused)} to send + ${number(refused)} refused` +
    ` · ${(bytes / 1e6).toFixed(1)} MB`;
  part("-waiting").hidden = !waiting;
  part("-waiting-text").textContent = waiting?.text ?? "";
  part("-sign-in").hidden = !waiting?.signIn;
  part("-actions").hidden = false;
  part("-pause").textContent = paused ? "Go on" : "Pause";
  if (part("-problems").childElementCount !== problems.length) {
    part("-problems").replaceChildren(
      ...problems.map(({ path, detail }) => {
        const item = document.createElement("li");
        item.className = "bad";
        item.textContent = detail.includes(path) ? detail : `${path}: ${detail}`;
        return item;
      }),
    );
  }
}

function duration(seconds) {
  if (seconds < 90) {
    return `${Math.ceil(seconds)} s`;
  }
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Puts the card of this upload, drawn by the server, above the others; it then follows the progress by itself. */
function card(upload) {
  if (document.getElementById(`upload-${upload}`)) {
    return;
  }
  const place = document.querySelector("[data-cards]");
  const empty = document.createElement("div");
  place.prepend(empty);
  window.htmx.ajax("GET", `/uploads/${upload}/card`, { target: empty, swap: "outerHTML" });
}
