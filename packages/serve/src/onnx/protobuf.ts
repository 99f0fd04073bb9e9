/**
 * Writes Protocol Buffers: only the four kinds of fields that an ONNX model needs.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export type Part = Uint8Array;

const VARINT = 0;
const LENGTH = 2;
const utf8 = new TextEncoder();

/** Concatenates the fields of a message. */
export function message(...parts: readonly (Part | readonly Part[])[]): Part {
  const all = parts.flat() as Part[];
  const bytes = new Uint8Array(all.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A field with an unsigned whole number. */
export function int(field: number, value: number): Part {
  return message(varint(field * 8 + VARINT), varint(value));
}

/** A field with bytes, a text or another message. */
export function bytes(field: number, value: Part | string): Part {
  const content = typeof value === "string" ? utf8.encode(value) : value;
  return message(varint(field * 8 + LENGTH), varint(content.length), content);
}

/** A field with several unsigned whole numbers, packed. */
export function ints(field: number, values: Iterable<number>): Part {
  const packed: number[] = [];
  for (const value of values) pushVarint(packed, value);
  return bytes(field, Uint8Array.from(packed));
}

/** A repeated field of texts. It is written into one buffer: vocabularies have hundreds of thousands of texts. */
export function strings(field: number, values: readonly string[]): Part {
  let out = new Uint8Array(1024);
  let at = 0;
  for (const value of values) {
    // A UTF-16 code unit needs at most three bytes; the tag and the length need at most ten.
    while (out.length < at + value.length * 3 + 10) {
      const wider = new Uint8Array(out.length * 2);
      wider.set(out);
      out = wider;
    }
    const content = at + 10;
    const { written } = utf8.encodeInto(value, out.subarray(content));
    const head: number[] = [];
    pushVarint(head, field * 8 + LENGTH);
    pushVarint(head, written);
    out.set(head, at);
    out.copyWithin(at + head.length, content, content + written);
    at += head.length + written;
  }
  return out.slice(0, at);
}

function varint(value: number): Part {
  const out: number[] = [];
  pushVarint(out, value);
  return Uint8Array.from(out);
}

/** Seven bits in each byte, the lowest first. Bit operations cannot be used: lengths can exceed 2³¹. */
function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}
