import { isWord } from "../unicode/word-units.js";
import type { FoundTokens, TokenBuffer } from "./token-buffer.js";
import { WORD_KERNEL } from "./word-kernel.wasm.js";

/** Finds the words of Latin-1 texts in WebAssembly, sixteen characters at a time. */
export interface WordKernel {
  /** Puts the words of a text into a buffer, which stand there until the next text, and says whether it can. */
  scan(text: string, lowercase: boolean, into: TokenBuffer): boolean;
}

/** What of WebAssembly is used here; not every set of types has it, nor every engine. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** What word-kernel.wat exports: its memory, where in it things are, the scan, and the counting. */
export interface KernelExports extends Readonly<Record<Place, { readonly value: number }>> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (length: number, lowercase: number) => number;
  readonly open: () => number;
  readonly count: (tokens: number, first: number, base: number) => number;
}

type Place =
  | "entries"
  | "ids"
  | "counts"
  | "size"
  | "names"
  | "named"
  | "ends"
  | "classes"
  | "text"
  | "most"
  | "units"
  | "tokens"
  | "from"
  | "to"
  | "low"
  | "high"
  | "start"
  | "end";

let known: WordKernel | null | undefined;
let compiled: object | undefined;

/** The kernel of this thread, made when first asked for; `null` where there is none to be had. */
export function wordKernel(): WordKernel | null {
  known ??= makeKernel();
  return known;
}

function makeKernel(): WordKernel | null {
  const exports = kernelExports();
  return exports && kernelOf(exports);
}

/**
 * A kernel with a memory of its own; `null` where there is none to be had: where WebAssembly or its 128-bit numbers
 * are unknown, a page's or an edge worker's policy forbids it, memory is short, or numbers have their highest byte
 * first.
 */
export function kernelExports(): KernelExports | null {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: Engine };
  if (engine === undefined || !isLittleEndian()) return null;
  try {
    compiled ??= new engine.Module(Uint8Array.from(atob(WORD_KERNEL), (unit) => unit.charCodeAt(0)));
    const exports = new engine.Instance(compiled).exports as KernelExports;
    writeClasses(new Uint8Array(exports.memory.buffer, exports.classes.value, 32));
    return exports;
  } catch {
    // What it would do is done without it, slower.
    return null;
  }
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}

function kernelOf(exports: KernelExports): WordKernel {
  const { bytes, found } = kernelViews(exports);
  return {
    scan(text, lowercase, into) {
      if (!writeLatin(text, bytes)) return false;
      into.adopt(found, exports.scan(text.length, lowercase ? 1 : 0));
      return true;
    },
  };
}

/** Where a kernel takes a text, and the arrays of what it finds; until its memory grows. */
export function kernelViews(exports: KernelExports): {
  readonly bytes: Uint8Array;
  readonly found: FoundTokens;
} {
  const { buffer } = exports.memory;
  const at = (place: Place): number => exports[place].value;
  const numbers = (place: Place) => new Uint32Array(buffer, at(place), at("tokens"));
  return {
    bytes: new Uint8Array(buffer, at("text"), at("most")),
    found: {
      units: new Uint16Array(buffer, at("units"), at("most")),
      from: numbers("from"),
      to: numbers("to"),
      low: new Int32Array(buffer, at("low"), at("tokens")),
      high: new Int32Array(buffer, at("high"), at("tokens")),
      start: numbers("start"),
      end: numbers("end"),
    },
  };
}

const encoder = new TextEncoder();

/** Writes a text as Latin-1, and says whether it can be. */
export function writeLatin(text: string, bytes: Uint8Array): boolean {
  const { length } = text;
  if (length > bytes.length) return false;
  const { read, written } = encoder.encodeInto(text, bytes);
  // Every character takes a byte, or the text is not ASCII.
  if (read === length && written === length) return true;
  for (let k = 0; k < length; k++) {
    const unit = text.charCodeAt(k);
    if (unit > 0xff) return false;
    bytes[k] = unit;
  }
  return true;
}

/**
 * Writes for each lower and then for each upper half of a byte its classes, a bit each: a byte is part of a word when
 * its halves have one in common. Upper halves with the same lower ones make a class; there are eight.
 */
function writeClasses(classes: Uint8Array): void {
  const bits = new Map<number, number>();
  for (let upper = 0; upper < 16; upper++) {
    let lowers = 0;
    for (let lower = 0; lower < 16; lower++) if (isWord(16 * upper + lower)) lowers |= 1 << lower;
    if (lowers === 0) continue;
    const bit = bits.get(lowers) ?? 1 << bits.size;
    bits.set(lowers, bit);
    classes[16 + upper] = bit;
    for (let lower = 0; lower < 16; lower++) if ((lowers >> lower) & 1) classes[lower]! |= bit;
  }
}
