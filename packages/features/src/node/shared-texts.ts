import { Buffer } from "node:buffer";
import { charactersOf } from "../vectorizers/write-rows.js";

/** Texts in memory that all threads share. Each thread takes the next chunk when it is free. */
export interface SharedTexts {
  /** The texts: ASCII texts with one byte for each character, others in UTF-16. */
  readonly bytes: Uint8Array;
  /** Where each text starts and ends in the bytes. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 for a text in UTF-16. */
  readonly isWide: Uint8Array;
  /** Number of texts of a chunk. */
  readonly chunk: number;
  /** The number of the next chunk, which each thread that takes it increments. */
  readonly next: Int32Array;
}

/** A half-open range of texts. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Characters of a chunk: about two milliseconds of work. */
const CHUNK = 1 << 17;

/** Copies texts to shared memory. They may have a few times 10⁸ characters. */
export function shareTexts(texts: readonly string[], threads: number): SharedTexts {
  const characters = charactersOf(texts);
  // Most texts are ASCII.
  let bytes: Uint8Array = shared(Uint8Array, Math.ceil(1.25 * characters) + texts.length);
  const starts = shared(Uint32Array, texts.length);
  const ends = shared(Uint32Array, texts.length);
  const isWide = shared(Uint8Array, texts.length);
  const encoder = new TextEncoder();
  let used = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    const { length } = text;
    used += used & 1;
    starts[i] = used;
    if (used + 2 * length > bytes.length) bytes = enlarged(bytes, used + 2 * length);
    // A text that is not ASCII takes more bytes than characters, and does not fit.
    if (encoder.encodeInto(text, bytes.subarray(used, used + length)).read === length) {
      used += length;
    } else {
      isWide[i] = 1;
      used += Buffer.from(bytes.buffer).write(text, used, "utf16le");
    }
    ends[i] = used;
  }
  const maxTexts = Math.ceil(texts.length / (16 * threads));
  const chunk = Math.max(1, Math.min(maxTexts, Math.floor((texts.length * CHUNK) / Math.max(characters, 1))));
  return { bytes, starts, ends, isWide, chunk, next: shared(Int32Array, 1) };
}

/** The buffers of arrays, each once, to be transferred to another thread with them. */
export function buffersOf(arrays: Readonly<Record<string, ArrayBufferView>>): ArrayBuffer[] {
  return [...new Set(Object.values(arrays).map((array) => array.buffer as ArrayBuffer))];
}

function enlarged(bytes: Uint8Array, needed: number): Uint8Array {
  const more: Uint8Array = shared(Uint8Array, Math.ceil(1.5 * needed));
  more.set(bytes);
  return more;
}

/** Takes the next chunk, which no other thread gets; `null` when there is none. */
export function takeChunk({ next, chunk, starts }: SharedTexts): TextRange | null {
  const from = Atomics.add(next, 0, 1) * chunk;
  return from >= starts.length ? null : { from, to: Math.min(from + chunk, starts.length) };
}

/** Makes the function that returns a text by its number. */
export function textReader({ bytes, starts, ends, isWide }: SharedTexts): (text: number) => string {
  const buffer = Buffer.from(bytes.buffer);
  return (text) => buffer.toString(isWide[text] === 1 ? "utf16le" : "latin1", starts[text], ends[text]);
}

function shared<A>(
  type: { new (buffer: SharedArrayBuffer): A; readonly BYTES_PER_ELEMENT: number },
  length: number,
): A {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}
