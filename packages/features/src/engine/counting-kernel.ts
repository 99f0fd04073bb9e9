import { createKernel } from "../kernels/kernel.js";
import type { TokenArrays } from "./interner.js";
import { kernelScanner } from "./scan-into-kernel.js";

/** Counts the words of documents in WebAssembly. An entry is a distinct word of a document and its count. */
export interface CountingKernel {
  /** Number of entries that fit, and the most of them that one document takes. */
  readonly capacity: number;
  readonly maxPerDocument: number;
  /**
   * Counts a document.
   *
   * @param first    Number of entries of the documents before.
   * @param removed  Number of entries that have been copied out.
   * @returns        Number of entries then; −1 when this kernel cannot count the document, nor any other after it.
   */
  add(text: string, first: number, removed: number): number;
  /** Copies the first `count` entries to place `at` of two arrays. */
  copyEntries(count: number, ids: Uint32Array, counts: Uint32Array, at: number): void;
  /** All words so far, in the order in which they first occurred. */
  snapshot(): TokenArrays;
}

/** Makes a kernel; `null` where there is none. */
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
