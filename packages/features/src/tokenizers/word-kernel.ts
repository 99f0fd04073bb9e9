import { createKernel, type Kernel } from "../kernels/kernel.js";
import { lazy } from "../lazy.js";
import type { FoundTokens, TokenBuffer } from "./token-buffer.js";

/** Finds the words of Latin-1 texts in WebAssembly, sixteen characters at a time. */
export interface WordKernel {
  /**
   * Puts the words of a text into a buffer, where they stay until the next text.
   *
   * @returns  False, and nothing is done, for a text that is too long or not Latin-1.
   */
  scan(text: string, lowercase: boolean, into: TokenBuffer): boolean;
}

/** The kernel of this thread, made at the first call; `null` where the runtime can have none. */
export const wordKernel = lazy((): WordKernel | null => {
  const kernel = createKernel();
  if (kernel === null) return null;
  const { characters, found } = wordViews(kernel);
  return {
    scan(text, lowercase, into) {
      if (!writeLatin1(text, characters)) return false;
      into.adopt(found, kernel.scanWords(text.length, lowercase ? 1 : 0));
      return true;
    },
  };
});

/** Views of a kernel's memory: where it reads a text, and where it writes the words. Valid until the memory grows. */
export interface WordViews {
  readonly characters: Uint8Array;
  readonly found: FoundTokens;
}

/** The views of a kernel's memory as it is now. */
export function wordViews(kernel: Kernel): WordViews {
  const { buffer } = kernel.memory;
  const characters = kernel.MAX_CHARACTERS.value;
  const words = kernel.MAX_WORDS.value;
  return {
    characters: new Uint8Array(buffer, kernel.TEXT.value, characters),
    found: {
      units: new Uint16Array(buffer, kernel.UNITS.value, characters),
      from: new Uint32Array(buffer, kernel.FROM.value, words),
      to: new Uint32Array(buffer, kernel.TO.value, words),
      low: new Int32Array(buffer, kernel.LOW.value, words),
      high: new Int32Array(buffer, kernel.HIGH.value, words),
      start: new Uint32Array(buffer, kernel.START.value, words),
      end: new Uint32Array(buffer, kernel.END.value, words),
    },
  };
}

const encoder = new TextEncoder();

/** Writes a text as Latin-1; false for a text that is too long or has other characters. */
export function writeLatin1(text: string, bytes: Uint8Array): boolean {
  const { length } = text;
  if (length > bytes.length) return false;
  const { read, written } = encoder.encodeInto(text, bytes);
  // In UTF-8 every ASCII character takes one byte, and any other takes more.
  if (read === length && written === length) return true;
  for (let k = 0; k < length; k++) {
    const unit = text.charCodeAt(k);
    if (unit > 0xff) return false;
    bytes[k] = unit;
  }
  return true;
}
