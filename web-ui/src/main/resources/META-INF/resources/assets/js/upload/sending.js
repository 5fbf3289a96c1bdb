// One upload from this page: hands handfuls of files to the lanes and adds up what comes back. Holds counts, never the files.

const LANES = 3;
const HANDFUL = 500;
const HANDFUL_BYTES = 8 * 1024 * 1024;
/** Milliseconds of looking at files (each size is asked of the system) after which the page may react. */
const BREATH = 30;
/** A file larger than this goes alone and in pieces. */
const LARGE = 8 * 1024 * 1024;
const LISTED_PROBLEMS = 100;
const RATE_MILLISECONDS = 10000;

export class Sending {
  /**
   * @param upload the upload's id
   * @param source what was chosen or dropped, see folders.js
   * @param changed called when there is something new to show
   */
  constructor(upload, source, changed) {
    this.upload = upload;
    this.source = source;
    this.changed = changed;
    this.found = 0;
    this.foundBytes = 0;
    this.everythingFound = false;
    this.received = 0;
    this.sparedFiles = 0;
    this.refused = 0;
    this.doneBytes = 0;
    this.partBytes = 0;
    this.problems = [];
    this.waiting = null;
    this.paused = false;
    this.cancelled = false;
    this.ended = null;
    this.samples = [];
    this.lanes = [];
  }

  /** Files that are on their way or wait for it. */
  get open() {
    return this.found - this.received - this.refused;
  }

  /** Ends when every file has its outcome, or the upload was cancelled or ended elsewhere. */
  async run() {
    const handfuls = this.handfuls();
    this.lanes = Array.from({ length: LANES }, () => new Lane(this));
    this.sampler = setInterval(() => this.sample(), 500);
    try {
      await Promise.all(this.lanes.map((lane) => lane.run(handfuls)));
    } finally {
      clearInterval(this.sampler);
      this.lanes.forEach((lane) => lane.close());
      this.changed();
    }
  }

  pause(paused) {
    this.paused = paused;
    this.lanes.forEach((lane) => lane.tell({ kind: "hold", held: paused }));
    if (!paused) {
      this.goOn?.();
    }
    this.changed();
  }

  cancel() {
    this.cancelled = true;
    this.lanes.forEach((lane) => lane.tell({ kind: "cancel" }));
    this.goOn?.();
  }

  /** Files in handfuls: small ones together, a large one alone. The next is put together when a lane asks for it. */
  async *handfuls() {
    let files = [];
    let bytes = 0;
    let breath = performance.now();
    for await (const entry of this.source.files()) {
      if (performance.now() - breath > BREATH) {
        await new Promise((done) => setTimeout(done));
        breath = performance.now();
      }
      this.found++;
      if (entry.file === null) {
        this.settle(entry.path, {
          status: "refused",
          detail: `The browser cannot read "${entry.path}": it was moved, or you may not read it.`,
        });
        continue;
      }
      const size = entry.file.size;
      this.foundBytes += size;
      if (size > LARGE) {
        yield { files: [entry], bytes: size, large: true };
        continue;
      }
      if (files.length > 0 && (files.length === HANDFUL || bytes + size > HANDFUL_BYTES)) {
        yield { files, bytes, large: false };
        files = [];
        bytes = 0;
      }
      files.push(entry);
      bytes += size;
    }
    this.everythingFound = true;
    if (files.length > 0) {
      yield { files, bytes, large: false };
    }
  }

  async mayGoOn() {
    while (this.paused && !this.cancelled) {
      await new Promise((done) => {
        const others = this.goOn;
        this.goOn = () => {
          others?.();
          done();
        };
      });
      this.goOn = undefined;
    }
    return !this.cancelled && this.ended === null;
  }

  settle(path, outcome) {
    if (outcome.status === "refused") {
      this.refused++;
      if (this.problems.length < LISTED_PROBLEMS) {
        this.problems.push({ path, detail: outcome.detail ?? "" });
      }
    } else {
      this.received++;
      if (outcome.status === "received") {
        this.sparedFiles++;
      }
    }
  }

  sample() {
    const now = performance.now();
    this.samples.push({ now, files: this.received, bytes: this.doneBytes + this.partBytes });
    while (this.samples[0].now < now - RATE_MILLISECONDS) {
      this.samples.shift();
    }
    this.changed();
  }

  /** Files and bytes a second, lately. */
  rate() {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    const seconds = first && last ? (last.now - first.now) / 1000 : 0;
    return seconds < 1
      ? { files: 0, bytes: 0 }
      : { files: (last.files - first.files) / seconds, bytes: Math.max(0, last.bytes - first.bytes) / seconds };
  }

  /** Seconds left; null while that cannot be known. */
  left() {
    const { files, bytes } = this.rate();
    const wholeCount = this.source.count ?? (this.everythingFound ? this.found : null);
    if (wholeCount === null || files === 0) {
      return null;
    }
    const byFiles = (wholeCount - this.received - this.refused) / files;
    const byBytes = bytes > 0 ? (this.foundBytes - this.doneBytes - this.partBytes) / bytes : 0;
    return Math.max(byFiles, byBytes);
  }
}

/** A worker of the browser, busy with one handful at a time. */
class Lane {
  constructor(sending) {
    this.sending = sending;
    this.partBytes = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.broken?.(new Error(`The browser could not run the upload (${event.message ?? "unknown"}). Load the page again.`));
    };
    this.tell({ kind: "begin", upload: sending.upload });
  }

  tell(message) {
    this.worker.postMessage(message);
  }

  close() {
    this.worker.terminate();
  }

  async run(handfuls) {
    while (await this.sending.mayGoOn()) {
      const { value: handful, done } = await handfuls.next();
      if (done) {
        return;
      }
      await this.deliver(handful);
    }
  }

  deliver(handful) {
    this.handful = handful;
    return new Promise((resolve, reject) => {
      this.delivered = resolve;
      this.broken = reject;
      this.tell({ kind: "files", files: handful.files, large: handful.large });
    });
  }

  hear(data) {
    const { sending, handful } = this;
    if (data.kind === "waiting") {
      sending.waiting = data.waiting;
    } else if (data.kind === "sent") {
      this.part(data.bytes);
    } else if (data.kind === "hashed") {
      sending.changed();
    } else if (data.kind === "done") {
      this.part(-this.partBytes);
      sending.doneBytes += handful.bytes;
      data.outcomes.forEach((outcome, index) => sending.settle(handful.files[index].path, outcome));
      this.delivered();
    } else if (data.kind === "ended") {
      sending.ended ??= data.detail;
      this.delivered();
    } else if (data.kind === "cancelled") {
      this.delivered();
    }
  }

  part(bytes) {
    this.partBytes += bytes;
    this.sending.partBytes += bytes;
  }
}
