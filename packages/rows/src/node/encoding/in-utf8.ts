import {
  type EncodingName,
  type FoundEncoding,
  markedEncoding,
  markedUtf32,
  standardName,
  unmarkedUtf16,
} from "../../bytes/encoding.js";
import { Transcoder } from "../../bytes/transcoder.js";
import { InvalidEncoding, UnreadableFile } from "../../errors.js";
import { GUESS_BYTES, guessEncoding } from "./guess.js";

/** The longest mark, and the first characters of UTF-16. */
const MARK_BYTES = 4;

/**
 * The bytes of a text file as UTF-8. A byte order mark decides, as in browsers: UTF-16 is read by its mark, whatever is
 * named. UTF-8 is passed on as it is, with its mark: the readers of rows report what is not UTF-8.
 *
 * @param file     The name of the file, for errors.
 * @param onFound  Called with the encoding before the first bytes.
 * @throws `INVALID_ENCODING`, `UNREADABLE_FILE`
 */
export async function* inUtf8(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding: EncodingName,
  onFound: (found: FoundEncoding) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const needed = encoding === "guess" ? GUESS_BYTES : MARK_BYTES;
  const held: Uint8Array[] = [];
  let length = 0;
  let decode: ((chunk: Uint8Array | undefined) => Uint8Array) | undefined;
  for await (const chunk of chunks) {
    if (decode !== undefined) {
      yield decode(chunk);
      continue;
    }
    // A copy where more must come: the chunk may be used again.
    const isEnough = length + chunk.length >= needed;
    held.push(isEnough ? chunk : new Uint8Array(chunk));
    length += chunk.length;
    if (!isEnough) continue;
    decode = begin();
    for (const part of held.splice(0)) yield decode(part);
  }
  decode ??= begin();
  for (const part of held) yield decode(part);
  const rest = decode(undefined);
  if (rest.length > 0) yield rest;

  function begin(): (chunk: Uint8Array | undefined) => Uint8Array {
    const head = held.length === 1 ? held[0]! : Buffer.concat(held);
    const found = encodingOf(file, head.subarray(0, needed), encoding);
    onFound(found);
    if (found.encoding === "utf-8") return (chunk) => chunk ?? new Uint8Array(0);
    const transcoder = new Transcoder(file, found.encoding);
    let sample: Uint8Array = head.subarray(0, GUESS_BYTES);
    return (chunk) => {
      try {
        if (chunk === undefined) return transcoder.end();
        sample = chunk;
        return transcoder.push(chunk);
      } catch (cause) {
        throw withLikely(cause, found.encoding, sample);
      }
    };
  }
}

function encodingOf(file: string, head: Uint8Array, encoding: EncodingName): FoundEncoding {
  const wide = markedUtf32(head);
  if (wide !== undefined) {
    const mark = wide === "utf-32le" ? "ff fe 00 00" : "00 00 fe ff";
    const problem = `it is in UTF-32: its first bytes are the mark of ${wide}, ${mark}; save it as UTF-8`;
    throw UnreadableFile.create({ file, format: "text", problem });
  }
  const marked = markedEncoding(head);
  if (marked !== undefined) return { encoding: marked, basis: "mark" };
  if (encoding === "guess") return { encoding: guessEncoding(head), basis: "guess" };
  const name = standardName(encoding)!;
  const unmarked = name === "utf-8" ? unmarkedUtf16(head) : undefined;
  if (unmarked === undefined) return { encoding: name, basis: "name" };
  const problem = `it looks like ${unmarked} without a byte order mark; name it with encoding: ${JSON.stringify(unmarked)}`;
  throw UnreadableFile.create({ file, format: "UTF-8", problem });
}

/** The same error with the encoding that the bytes are likely to be in, where that is another one. */
function withLikely(cause: unknown, encoding: string, sample: Uint8Array): unknown {
  if (!InvalidEncoding.is(cause)) return cause;
  const likely = guessEncoding(sample);
  return likely === encoding ? cause : InvalidEncoding.create({ ...cause.details, likely }, { cause });
}
