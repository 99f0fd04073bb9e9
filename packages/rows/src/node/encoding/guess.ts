import { analyse } from "chardet";
import { standardName, unmarkedUtf16 } from "../../bytes/encoding.js";

/** The number of bytes at the start of a file that its encoding is guessed from. */
export const GUESS_BYTES = 1 << 20;
const SAMPLE_BYTES = 1 << 16;

/**
 * The most likely encoding of a text: UTF-8 if it is that; UTF-16 if its first characters are ASCII; else one by the
 * frequency of characters in languages, of those in which every byte is valid.
 *
 * @param bytes   The start of the text, which may end within a character.
 * @returns `windows-1252` where nothing speaks for another one.
 */
export function guessEncoding(bytes: Uint8Array): string {
  return unmarkedUtf16(bytes) ?? (isValid(bytes, "utf-8") ? "utf-8" : likelyEncoding(bytes));
}

/** The most likely encoding of a text that is not UTF-8. */
export function likelyEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  const names = analyse(sample).map(({ name }) => standardName(name));
  const found = names.find((name) => name !== undefined && name !== "utf-8" && isValid(bytes, name));
  return found ?? "windows-1252";
}

/** The lines that have bytes beyond ASCII, of which alone encodings differ. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(Math.min(SAMPLE_BYTES, bytes.length));
  let length = 0;
  for (let start = 0; start < bytes.length && length < sample.length; ) {
    const feed = bytes.indexOf(LF, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, Math.min(end, start + sample.length - length));
    if (line.some((byte) => byte >= 0x80)) {
      sample.set(line, length);
      length += line.length;
    }
    start = end;
  }
  return length === 0 ? bytes.subarray(0, SAMPLE_BYTES) : sample.subarray(0, length);
}
const LF = 0x0a;

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
