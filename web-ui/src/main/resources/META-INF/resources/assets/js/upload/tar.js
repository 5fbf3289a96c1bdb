// A tar archive (POSIX.1-2001, pax) of files in memory: the envelope in which many small files travel as one request.
const BLOCK = 512;
const encoder = new TextEncoder();

/** The archive as the parts of a Blob; `files` have a path and their bytes. */
export function tar(files) {
  const parts = [];
  for (const { path, bytes } of files) {
    const name = encoder.encode(path);
    if (name.length > 100 || name.length !== path.length) {
      const record = encoder.encode(paxRecord("path", path));
      parts.push(header(encoder.encode("pax"), record.length, "x"), record, padding(record.length));
      parts.push(header(encoder.encode("file"), bytes.length, "0"));
    } else {
      parts.push(header(name, bytes.length, "0"));
    }
    parts.push(bytes, padding(bytes.length));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return parts;
}

/** "27 path=…\n", where the number counts itself too. */
function paxRecord(key, value) {
  const rest = encoder.encode(` ${key}=${value}\n`).length;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function header(name, size, type) {
  const block = new Uint8Array(BLOCK);
  block.set(name, 0);
  octal(block, 100, 8, 0o644);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, size);
  octal(block, 136, 12, 0);
  block.fill(32, 148, 156);
  block[156] = type.charCodeAt(0);
  block.set(encoder.encode("ustar\u000000"), 257);
  let sum = 0;
  for (const byte of block) {
    sum += byte;
  }
  block.set(encoder.encode(`${sum.toString(8).padStart(6, "0")}\u0000 `), 148);
  return block;
}

function octal(block, at, width, value) {
  block.set(encoder.encode(value.toString(8).padStart(width - 1, "0")), at);
}

function padding(length) {
  return new Uint8Array((BLOCK - (length % BLOCK)) % BLOCK);
}
