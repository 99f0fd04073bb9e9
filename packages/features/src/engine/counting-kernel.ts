import { createKernel } from "../kernels/kernel.js";
import type { TokenArrays } from "./interner.js";
import { kernelScanner } from "./scan-into-kernel.js";

/** Counts the words of documents in WebAssembly. An entry is a distinct word of a document and its count. */
export interface CountingKernel {
  /** Number of entries that fit, and the greatest number of them that one document can take. */
  readonly capacity: number;
  readonly maxPerDocument: number;
  /**
   * Counts a document.
   *
   * @param first    Number of entries of all earlier documents.
   * @param removed  Number of entries that have been copied out.
   * @returns        Number of entries including this document's; −1 when this kernel can count neither this document
   *                 nor a later one.
   */
  add(text: string, first: number, removed: number): number;
  /** Copies the first `count` entries to two arrays, from index `at` on. */
  copyEntries(count: number, ids: Uint32Array, counts: Uint32Array, at: number): void;
  /** All words so far, in the order in which they first occurred. */
  snapshot(): TokenArrays;
}

/** Makes a kernel; `null` where the runtime can have none, see `createKernel`. */
export function countingKernel(lowercase: boolean): CountingKernel | null {
  const kernel = createKernel();
  if (!kernel?.startCounting()) return null;
  const { memory, entryTokens, entryCounts } = kernel;
  const scan = kernelScanner(kernel, lowercase);
  return {
    capacity: kernel.MAX_ENTRIES.value,
    maxPerDocument: kernel.MAX_WORDS.value,
    add(text, first, removed) {
      const words = scan(text);
      return words < 0 ? -1 : kernel.countWords(words, first, removed);
    },
    copyEntries(count, ids, counts, at) {
      ids.set(new Uint32Array(memory.buffer, entryTokens.value, count), at);
      counts.set(new Uint32Array(memory.buffer, entryCounts.value, count), at);
    },
    snapshot: () => ({
      units: new Uint16Array(memory.buffer, kernel.tokenUnits.value, kernel.tokenUnitCount.value).slice(),
      ends: new Uint32Array(memory.buffer, kernel.tokenEnds.value, kernel.tokenCount.value).slice(),
    }),
  };
}
