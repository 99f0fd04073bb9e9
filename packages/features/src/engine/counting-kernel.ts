import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { kernelExports, kernelViews, writeLatin } from "../tokenizers/word-kernel.js";
import { plainWords } from "../tokenizers/word-scanner.js";
import type { TokenArrays } from "./interner.js";

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

/** Makes a kernel; `null` where there is none to be had. */
export function countingKernel(lowercase: boolean): CountingKernel | null {
  const exports = kernelExports();
  if (exports === null || exports.open() === 0) return null;
  const { memory } = exports;
  let { buffer } = memory;
  let views = kernelViews(exports);
  let scanPlainly: ReturnType<typeof plainWords> | undefined;
  let others: TokenBuffer | undefined;

  /** Finds the words of a text; gives how many there are, −1 when there is no room for them. */
  function scan(text: string): number {
    if (memory.buffer !== buffer) {
      buffer = memory.buffer;
      views = kernelViews(exports!);
    }
    if (writeLatin(text, views.bytes)) return exports!.scan(text.length, lowercase ? 1 : 0);
    scanPlainly ??= plainWords(lowercase);
    others ??= new TokenBuffer();
    scanPlainly(text, others);
    return take(others);
  }

  function take({ count, units, from, to, low, high }: TokenBuffer): number {
    const { found } = views;
    const used = count === 0 ? 0 : to[count - 1]!;
    if (used > found.units.length || count > found.from.length) return -1;
    found.units.set(units.subarray(0, used));
    found.from.set(from.subarray(0, count));
    found.to.set(to.subarray(0, count));
    found.low.set(low.subarray(0, count));
    found.high.set(high.subarray(0, count));
    return count;
  }

  return {
    room: exports.entries.value,
    most: exports.tokens.value,
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
