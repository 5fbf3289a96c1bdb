// Sends files and folders into the collection of this page: dropped anywhere or chosen, several at a time, tried again
// when the line breaks, and only those that the server does not have yet.
import { toast } from "./docket.js";
import { filesOf } from "./folders.js";

const PARALLEL = 3;
const BATCH_FILES = 24;
const BATCH_BYTES = 8 * 1024 * 1024;
const TRIES = 6;
const MANIFEST = 5000;

const zone = document.querySelector("[data-upload]");
const box = document.querySelector("[data-sending]");

if (zone && box) {
  listenForDrops();
  for (const input of zone.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const files = [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
      input.value = "";
      start(files);
    });
  }
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
  addEventListener("drop", async (event) => {
    event.preventDefault();
    depth = 0;
    veil.classList.remove("on");
    start(await filesOf(event.dataTransfer));
  });
}

let sending = null;

async function start(files) {
  if (files.length === 0) {
    toast("There are no files in what was dropped.", { bad: true });
    return;
  }
  if (sending) {
    toast("Another upload from this page is under way; wait until it is received.", { bad: true });
    return;
  }
  sending = new Sending(zone.dataset.collection, files);
  try {
    await sending.run();
  } catch (problem) {
    toast(problem.message, { bad: true });
  } finally {
    sending = null;
  }
}

addEventListener("beforeunload", (event) => {
  if (sending) {
    event.preventDefault();
  }
});

/** An answer of the server that another try will not change. */
class Refused extends Error {}

/** Asks the API; waits and asks again when the line or the server is down. */
async function ask(path, options = {}) {
  for (let attempt = 1; ; attempt++) {
    let response = null;
    try {
      response = await fetch(path, options);
    } catch (unreachable) {
      if (attempt === TRIES) {
        throw new Error("The server cannot be reached. What was received is safe: choose the same files again later.", {
          cause: unreachable,
        });
      }
    }
    if (response?.ok) {
      return response.status === 204 ? null : response.json();
    }
    if (response && response.status < 500 && response.status !== 429) {
      const problem = await response.json().catch(() => ({}));
      throw new Refused(problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
    }
    if (attempt === TRIES) {
      throw new Error(`The server answered ${response.status} six times. What was received is safe: try again later.`);
    }
    await new Promise((done) => setTimeout(done, 2 ** attempt * 250));
  }
}

const json = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** One upload from this page. */
class Sending {
  constructor(collection, files) {
    this.collection = collection;
    this.files = files.map(({ path, file }) => ({ path: path.normalize("NFC"), file }));
    this.received = 0;
    this.bytes = 0;
    this.total = files.reduce((sum, entry) => sum + entry.file.size, 0);
    this.refused = [];
    this.paused = false;
    this.began = performance.now();
  }

  async run() {
    this.show();
    const upload = await this.begin();
    this.card(upload);
    const wanted = new Set(await this.missing(upload));
    const rest = this.files.filter(({ path }) => wanted.has(path));
    this.received = this.files.length - rest.length;
    this.bytes = this.total - rest.reduce((sum, entry) => sum + entry.file.size, 0);
    await this.send(upload, inBatches(rest));
    await ask(`/api/v1/uploads/${upload}/complete`, { method: "POST" });
    localStorage.removeItem(this.memory());
    this.done(upload);
  }

  /** The upload to send to: the one that the same files began and did not finish, else a new one. */
  async begin() {
    const known = localStorage.getItem(this.memory());
    if (known) {
      const before = await ask(`/api/v1/uploads/${known}`).catch(() => null);
      if (before?.state === "open") {
        return before.id;
      }
    }
    const started = await ask(`/api/v1/collections/${this.collection}/uploads`, json({ custodian: "" }));
    localStorage.setItem(this.memory(), started.id);
    return started.id;
  }

  /** Where this browser remembers the upload of exactly these files. */
  memory() {
    const paths = this.files.map(({ path }) => path).sort();
    let sum = 7;
    for (const character of paths.join("\n")) {
      sum = (sum * 31 + character.codePointAt(0)) | 0;
    }
    return `docket.upload.${this.collection}.${this.files.length}.${this.total}.${sum}`;
  }

  /** Announces what will be sent and learns what the server does not have yet. */
  async missing(upload) {
    const missing = [];
    for (let from = 0; from < this.files.length; from += MANIFEST) {
      const files = this.files.slice(from, from + MANIFEST).map(({ path, file }) => ({ path, size: file.size }));
      try {
        missing.push(...(await ask(`/api/v1/uploads/${upload}/manifest`, json({ files }))).missing);
      } catch (problem) {
        if (!(problem instanceof Refused)) {
          throw problem;
        }
        // one path in the list cannot be used: sending says which, and receives the others
        missing.push(...files.map(({ path }) => path));
      }
    }
    return missing;
  }

  async send(upload, batches) {
    const waiting = [...batches];
    const worker = async () => {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
        while (this.paused) {
          await new Promise((done) => (this.resume = done));
        }
        await this.sendBatch(upload, batch);
        this.show();
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  }

  async sendBatch(upload, batch) {
    const form = new FormData();
    for (const { path, file } of batch) {
      form.append("path", path);
      form.append("file", file, "file");
    }
    try {
      const answer = await ask(`/api/v1/uploads/${upload}/files`, { method: "POST", body: form });
      answer.files.forEach((receipt, index) => {
        if (receipt.status === "refused") {
          this.refused.push({ entry: batch[index], reason: receipt.detail });
        } else {
          this.received++;
        }
      });
    } catch (problem) {
      if (!(problem instanceof Refused)) {
        throw problem;
      }
      batch.forEach((entry) => this.refused.push({ entry, reason: problem.message }));
    }
    this.bytes += batch.reduce((sum, entry) => sum + entry.file.size, 0);
  }

  show() {
    const part = (name) => box.querySelector(`[data-sending${name}]`);
    box.hidden = false;
    const number = (value) => value.toLocaleString("en");
    part("-title").textContent = `Sending ${number(this.files.length)} ${this.files.length === 1 ? "file" : "files"}`;
    part("-bar").max = Math.max(1, this.total);
    part("-bar").value = this.bytes;
    const seconds = (performance.now() - this.began) / 1000;
    const rate = this.bytes / Math.max(1, seconds);
    const left = rate > 0 ? Math.ceil((this.total - this.bytes) / rate) : 0;
    part("-rate").textContent =
      this.bytes < this.total ? `${(rate / 1e6).toFixed(1)} MB/s${seconds > 3 ? ` · about ${left} s left` : ""}` : "";
    part("-sum").textContent =
      `${number(this.files.length)} chosen = ${number(this.received)} received` +
      ` + ${number(this.files.length - this.received - this.refused.length)} to send + ${number(this.refused.length)} refused`;
    part("-problems").replaceChildren(
      ...this.refused.slice(0, 20).map(({ entry, reason }) => {
        const item = document.createElement("li");
        item.className = "bad";
        item.textContent = `${entry.path}: ${reason}`;
        return item;
      }),
    );
    const pause = part("-pause");
    pause.textContent = this.paused ? "Go on" : "Pause";
    pause.onclick = () => {
      this.paused = !this.paused;
      if (!this.paused) {
        this.resume?.();
      }
      this.show();
    };
  }

  /** Puts the card of this upload, drawn by the server, above the others; it then follows the progress by itself. */
  card(upload) {
    const place = document.querySelector("[data-cards]");
    const empty = document.createElement("div");
    place.prepend(empty);
    window.htmx.ajax("GET", `/uploads/${upload}/card`, { target: empty, swap: "outerHTML" });
  }

  done(upload) {
    const card = document.getElementById(`upload-${upload}`);
    if (card) {
      window.htmx.trigger(card, "refresh");
    }
    box.hidden = this.refused.length === 0;
    if (this.refused.length > 0) {
      box.querySelector("[data-sending-title]").textContent =
        `${this.refused.length.toLocaleString("en")} files were refused; all others were received`;
    }
    toast(`${this.received.toLocaleString("en")} files received. You may close this page.`);
  }
}

/** Small files travel together; a large one alone. */
function inBatches(files) {
  const batches = [];
  let batch = [];
  let bytes = 0;
  for (const entry of files) {
    if (batch.length > 0 && (batch.length === BATCH_FILES || bytes + entry.file.size > BATCH_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.file.size;
  }
  if (batch.length > 0) {
    batches.push(batch);
  }
  return batches;
}
