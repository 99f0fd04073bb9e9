import { lazy } from "../lazy.js";
import { isWord } from "../unicode/word-units.js";
import type { FoundTokens, TokenBuffer } from "./token-buffer.js";
import { instantiate, type KernelMemory } from "./web-assembly.js";
import { WORD_KERNEL } from "./word-kernel.wasm.js";

/** Finds the words of Latin-1 texts in WebAssembly, sixteen characters at a time. */
export interface WordKernel {
  /** Puts the words of a text into a buffer, which stand there until the next text, and says whether it can. */
  scan(text: string, lowercase: boolean, into: TokenBuffer): boolean;
}

/** What word-kernel.wat exports: its memory, where in it things are, and what it does. */
export interface WordExports extends Readonly<Record<Place, { readonly value: number }>> {
  readonly memory: KernelMemory;
  readonly scan: (length: number, lowercase: number) => number;
}

type Place =
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

/** The kernel of this thread, made when first asked for; `null` where there is none to be had. */
export const wordKernel = /* @__PURE__ */ lazy((): WordKernel | null => {
  const exports = wordExports();
  if (exports === null) return null;
  const { bytes, found } = wordViews(exports);
  return {
    scan(text, lowercase, into) {
      if (!writeLatin(text, bytes)) return false;
      into.adopt(found, exports.scan(text.length, lowercase ? 1 : 0));
      return true;
    },
  };
});

/** A kernel with a memory of its own; `null` where there is none to be had. */
export function wordExports(): WordExports | null {
  const exports = instantiate<WordExports>(WORD_KERNEL);
  if (exports) writeClasses(new Uint8Array(exports.memory.buffer, exports.classes.value, 32));
  return exports;
}

/** Where a kernel takes a text, and the arrays of what it finds; until its memory grows. */
export function wordViews(exports: WordExports): {
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
