import { openBytes, type UnpackLimits } from "@imdb/rows/node";
import { InvalidBatch } from "../errors.js";

/** Bytes from the first character beyond ASCII on that are compared. */
const SAMPLE = 1 << 16;
const MARK = [0xef, 0xbb, 0xbf];

/**
 * Refuses a file of UTF-8 that would be read in the encoding of the training data, because its texts would be others in
 * silence. Before the first character beyond ASCII, encodings do not differ: all of the file is read up to there.
 *
 * @param encoding  The encoding of the training data; `undefined` is UTF-8.
 * @throws `INVALID_BATCH`, `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `INVALID_OPTION`
 */
export async function refuseInheritedEncoding(
  path: string,
  encoding: string | undefined,
  unpacking: UnpackLimits & { readonly entry: string | undefined },
): Promise<void> {
  // A guess says UTF-8 where it is that.
  if (encoding === undefined || encoding === "guess") return;
  const trained = new TextDecoder(encoding).encoding;
  if (trained === "utf-8") return;
  const file = await openBytes(path);
  try {
    if (!(await isUtf8BeyondAscii(file.read(unpacking)))) return;
  } finally {
    await file.close();
  }
  throw InvalidBatch.create({
    path,
    problem: `its bytes are valid UTF-8, and the model was trained from files in ${trained}`,
    remedy: `Name the encoding of this file in encoding (--encoding): "utf-8", or ${JSON.stringify(trained)} where it is that.`,
  });
}

/** Whether bytes have characters beyond ASCII that are UTF-8. A byte order mark decides the encoding, whatever follows. */
async function isUtf8BeyondAscii(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0;
  let beyond = 0;
  try {
    for await (const chunk of chunks) {
      if (at === 0 && MARK.every((byte, i) => chunk[i] === byte)) return false;
      at += chunk.length;
      // UTF-16 has a zero beside each character of ASCII; no text in UTF-8 has one.
      if (chunk.includes(0)) return false;
      const first = beyond > 0 ? 0 : chunk.findIndex((byte) => byte >= 0x80);
      if (first < 0) continue;
      decoder.decode(chunk.subarray(first), { stream: true });
      beyond += chunk.length - first;
      if (beyond >= SAMPLE) return true;
    }
    decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
  return beyond > 0;
}
