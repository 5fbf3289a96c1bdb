// One lane of an upload, away from the page: reads files, hashes them, asks which are missing, and sends those. It works on
// one handful of files at a time, so its memory does not grow with the folder.
import { Cancelled, json, Refused, Server } from "./server.js";
import { Sha256, sha256 } from "./sha256.js";
import { tar } from "./tar.js";

const PIECE = 16 * 1024 * 1024;
const READ = 4 * 1024 * 1024;

let upload = "";
const server = new Server((waiting) => postMessage({ kind: "waiting", waiting }));

onmessage = async ({ data }) => {
  if (data.kind === "begin") {
    upload = `/api/v1/uploads/${data.upload}`;
  } else if (data.kind === "hold") {
    server.hold(data.held);
  } else if (data.kind === "cancel") {
    server.cancel();
  } else if (data.kind === "files") {
    await deliver(data.files, data.large);
  }
};

/** Answers with one outcome per file, in their order. */
async function deliver(files, large) {
  const outcomes = files.map(() => null);
  try {
    if (large) {
      outcomes[0] = await deliverLarge(files[0]);
    } else {
      await deliverSmall(files, outcomes);
    }
    postMessage({ kind: "done", outcomes });
  } catch (problem) {
    if (problem instanceof Cancelled) {
      postMessage({ kind: "cancelled" });
    } else if (problem instanceof Refused && (problem.status === 404 || problem.status === 409)) {
      postMessage({ kind: "ended", detail: problem.message });
    } else {
      const detail = problem instanceof Refused ? problem.message : `The browser failed: ${problem.message}`;
      postMessage({ kind: "done", outcomes: outcomes.map((outcome) => outcome ?? { status: "refused", detail }) });
    }
  }
}

const unreadable = (path) => ({
  status: "refused",
  detail: `The browser cannot read "${path}": it was moved or changed, or you may not read it. Choose the folder again.`,
});

async function deliverSmall(files, outcomes) {
  const read = [];
  for (let i = 0; i < files.length; i++) {
    const { path, file } = files[i];
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      read.push({ at: i, path, bytes, hash: await sha256(bytes) });
    } catch {
      outcomes[i] = unreadable(path);
    }
  }
  if (read.length === 0) {
    return;
  }
  const answers = await announce(read.map(({ path, bytes, hash }) => ({ path, size: bytes.length, sha256: hash })));
  const wanted = [];
  answers.forEach((answer, index) => {
    if (answer.status === "send") {
      wanted.push(read[index]);
    } else {
      outcomes[read[index].at] = answer;
    }
  });
  if (wanted.length === 0) {
    return;
  }
  const body = new Blob(tar(wanted));
  const response = await server.send(`${upload}/bundle`, () => ({
    method: "POST",
    headers: { "Content-Type": "application/x-tar" },
    body,
  }));
  (await response.json()).files.forEach((receipt, index) => {
    outcomes[wanted[index].at] = { status: receipt.status, detail: receipt.detail };
  });
}

async function announce(files) {
  return (await (await server.send(`${upload}/manifest`, json({ files }))).json()).files;
}

/** A large file: hashed piece by piece, then sent piece by piece by the tus protocol, from where an earlier try stopped. */
async function deliverLarge({ path, file }) {
  const whole = new Sha256();
  try {
    for (let at = 0; at < file.size; at += READ) {
      whole.update(new Uint8Array(await file.slice(at, at + READ).arrayBuffer()));
      postMessage({ kind: "hashed", bytes: Math.min(READ, file.size - at) });
      if (server.aborter.signal.aborted) {
        throw new Cancelled();
      }
    }
  } catch (problem) {
    if (problem instanceof Cancelled) {
      throw problem;
    }
    return unreadable(path);
  }
  const hash = whole.hex();
  const [answer] = await announce([{ path, size: file.size, sha256: hash }]);
  return answer.status === "send" ? sendPieces(path, file, hash) : answer;
}

const TUS = { "Tus-Resumable": "1.0.0" };

async function sendPieces(path, file, hash) {
  for (let tries = 1; ; tries++) {
    try {
      const begun = await server.send(`${upload}/tus`, () => ({
        method: "POST",
        headers: {
          ...TUS,
          "Upload-Length": String(file.size),
          "Upload-Metadata": `path ${base64(new TextEncoder().encode(path))},sha256 ${btoa(hash)}`,
        },
      }));
      return await sendFrom(begun.headers.get("Location"), Number(begun.headers.get("Upload-Offset")), path, file);
    } catch (problem) {
      // the server gave the half-sent file up, or what arrived was damaged: once more from its beginning
      const anew = problem instanceof Refused && [404, 410, 422].includes(problem.status);
      if (!anew || tries === 3) {
        if (problem instanceof Refused && problem.status !== 404 && problem.status !== 409) {
          return { status: "refused", detail: problem.message };
        }
        throw problem;
      }
    }
  }
}

async function sendFrom(location, offset, path, file) {
  const address = new URL(location, self.location).pathname;
  postMessage({ kind: "sent", bytes: offset });
  let at = offset;
  while (at < file.size) {
    let piece;
    try {
      piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    } catch {
      return unreadable(path);
    }
    const checksum = globalThis.crypto?.subtle
      ? { "Upload-Checksum": `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)))}` }
      : {};
    const answer = await server.send(
      address,
      async () => ({
        method: "PATCH",
        headers: {
          ...TUS,
          ...checksum,
          "Upload-Offset": String(at),
          "Content-Type": "application/offset+octet-stream",
        },
        body: piece,
      }),
      [409, 460],
    );
    const next = answer.ok ? Number(answer.headers.get("Upload-Offset")) : await ask(address);
    postMessage({ kind: "sent", bytes: next - at });
    at = next;
  }
  return { status: "acknowledged" };
}

/** How many bytes are safe: after an answer that was lost this is more than we know. */
async function ask(address) {
  const answer = await server.send(address, () => ({ method: "HEAD", headers: TUS }));
  return Number(answer.headers.get("Upload-Offset"));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
