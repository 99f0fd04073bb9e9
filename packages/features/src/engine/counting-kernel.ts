import { instantiate } from "../tokenizers/web-assembly.js";
import { wordExports } from "../tokenizers/word-kernel.js";
import { COUNTING_KERNEL } from "./counting-kernel.wasm.js";
import type { TokenArrays } from "./interner.js";
import { kernelWords } from "./kernel-words.js";

/** Counts the words of documents in WebAssembly: of each its distinct words, numbered as they first come. */
export interface CountingKernel {
  /** How many entries there is room for, and how many of them a document may take. */
  readonly room: number;
  readonly most: number;
  /**
   * Counts a document.
   *
   * @param first  How many entries there were before.
   * @param base   How many of them have been taken out: the next one's place here is `first - base`.
   * @returns      How many there are then; −1 when this kernel cannot, and is to be left.
   */
  add(text: string, first: number, base: number): number;
  /** Copies the first `count` entries. */
  copy(count: number, ids: Uint32Array, counts: Uint32Array, at: number): void;
  /** All words so far. */
  snapshot(): TokenArrays;
}

/** What counting-kernel.wat exports: where in memory things are, and the counting. */
interface CountingExports extends Readonly<Record<Place, { readonly value: number }>> {
  readonly open: () => number;
  readonly count: (tokens: number, first: number, base: number) => number;
}

type Place = "entries" | "ids" | "counts" | "size" | "names" | "named" | "ends";

/** Makes a kernel; `null` where there is none to be had. */
export function countingKernel(lowercase: boolean): CountingKernel | null {
  const words = wordExports();
  const exports = words && instantiate<CountingExports>(COUNTING_KERNEL, { words });
  if (!words || !exports || exports.open() === 0) return null;
  const { memory } = words;
  const scan = kernelWords(words, lowercase);
  return {
    room: exports.entries.value,
    most: words.tokens.value,
    add(text, first, base) {
      const count = scan(text);
      return count < 0 ? -1 : exports.count(count, first, base);
    },
    copy(count, ids, counts, at) {
      ids.set(new Uint32Array(memory.buffer, exports.ids.value, count), at);
      counts.set(new Uint32Array(memory.buffer, exports.counts.value, count), at);
    },
    snapshot: () => ({
      units: new Uint16Array(memory.buffer, exports.names.value, exports.named.value).slice(),
      ends: new Uint32Array(memory.buffer, exports.ends.value, exports.size.value).slice(),
    }),
  };
}
