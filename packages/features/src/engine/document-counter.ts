import type { Scanner } from "../tokenizers/scanner.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { lowersWords } from "../tokenizers/word-scanner.js";
import { type CountingKernel, countingKernel } from "./counting-kernel.js";
import { grown, Interner, type TokenArrays } from "./interner.js";

/** Documents as their distinct tokens, in the order in which these first occur, and the count of each. */
export interface CountedDocuments {
  /** One past the last entry of each document. */
  readonly ends: Uint32Array;
  /** Token and count of each entry. */
  readonly ids: Uint32Array;
  readonly counts: Uint32Array;
}

/** How frequent each token is in some documents. */
export interface TokenTallies {
  /** Its document frequency. */
  readonly frequencies: Uint32Array;
  /** Its number of occurrences. */
  readonly occurrences: Uint32Array;
}

/**
 * Counts the tokens of documents, one document after another. An entry is a distinct token of a document, with its
 * count. The table of tokens has the number of each token's latest entry. If that entry is before the first entry of
 * this document, the token is new to the document. So a token costs one lookup, and nothing is sorted, or cleared
 * between documents.
 *
 * If there is a WebAssembly kernel, it counts words in the same way, up to the first document that it cannot count.
 */
export class DocumentCounter {
  private ends = new Uint32Array(1 << 8);
  private ids: Uint32Array;
  private counts: Uint32Array;
  private used = 0;
  private documents = 0;
  private readonly buffer = new TokenBuffer();
  private readonly scanner: Scanner;
  private interner: Interner | undefined;
  private kernel: CountingKernel | null;
  /** Number of entries that have been copied out of the kernel. */
  private removed = 0;

  /** @param expected  Approximate number of characters of all documents. */
  constructor(scanner: Scanner, expected = 1 << 14) {
    this.scanner = scanner;
    const lowercase = lowersWords(scanner);
    this.kernel = lowercase === undefined ? null : countingKernel(lowercase);
    // About as many entries as texts of a few hundred words have. Larger arrays would take no memory until they are
    // written to, but the JavaScript engine counts them as used, and would collect garbage too often.
    this.ids = new Uint32Array(Math.ceil(expected / 8));
    this.counts = new Uint32Array(Math.ceil(expected / 8));
  }

  /** Number of documents that were added. */
  get size(): number {
    return this.documents;
  }

  /** Adds a document. */
  add(text: string): void {
    if (this.documents === this.ends.length) this.ends = grown(this.ends, this.documents + 1);
    this.used = this.kernel === null ? this.count(text) : this.countWithKernel(this.kernel, text);
    this.ends[this.documents++] = this.used;
  }

  /** The documents that were added. */
  finish(): CountedDocuments {
    if (this.kernel !== null) this.copyOut(this.kernel);
    return {
      ends: this.ends.subarray(0, this.documents),
      ids: this.ids.subarray(0, this.used),
      counts: this.counts.subarray(0, this.used),
    };
  }

  /** All tokens. */
  tokens(): Interner {
    if (this.interner === undefined) {
      const known = this.kernel?.snapshot();
      // With space for the tokens of other threads.
      this.interner = new Interner(Math.ceil(1.5 * (known?.ends.length ?? 0)));
      if (known) this.interner.internAll(known);
    }
    return this.interner;
  }

  /** All tokens, in a form that can be sent to another thread. */
  tokenArrays(): TokenArrays {
    return this.kernel === null ? this.tokens().snapshot() : this.kernel.snapshot();
  }

  /** How frequent each token is in the documents that were added. */
  tally(tokens: number): TokenTallies {
    const { ids, counts } = this.finish();
    const frequencies = new Uint32Array(tokens);
    const occurrences = new Uint32Array(tokens);
    for (let k = 0; k < ids.length; k++) {
      frequencies[ids[k]!]!++;
      occurrences[ids[k]!]! += counts[k]!;
    }
    return { frequencies, occurrences };
  }

  /** Counts a document without the kernel, and returns the number of entries then. */
  private count(text: string): number {
    const { buffer } = this;
    const tokens = this.tokens();
    this.scanner.scan(text, buffer);
    const { count, units, from, to, low, high } = buffer;
    this.reserve(count);
    const { ids, counts } = this;
    const first = this.used;
    let used = first;
    for (let i = 0; i < count; i++) {
      let slot = tokens.slotOf(units, from[i]!, to[i]!, low[i]!, high[i]!);
      if (tokens.slots[slot + 2] === 0) {
        tokens.intern(units, from[i]!, to[i]!, low[i]!, high[i]!);
        slot = tokens.slotOf(units, from[i]!, to[i]!, low[i]!, high[i]!);
        tokens.slots[slot + 3] = 0;
      }
      // The table may have been replaced.
      const { slots } = tokens;
      // The number of the token's latest entry, counted from one.
      const entry = slots[slot + 3]!;
      if (entry > first) {
        counts[entry - 1]!++;
      } else {
        ids[used] = slots[slot + 2]! - 1;
        counts[used++] = 1;
        slots[slot + 3] = used;
      }
    }
    return used;
  }

  private countWithKernel(kernel: CountingKernel, text: string): number {
    if (this.used - this.removed > kernel.capacity - kernel.maxPerDocument) this.copyOut(kernel);
    const used = kernel.add(text, this.used, this.removed);
    if (used >= 0) return used;
    this.copyOut(kernel);
    const tokens = this.tokens();
    // The tokens' notes are numbers of entries of the kernel. The plain path counts its entries anew, so they are reset.
    tokens.note(new Int32Array(tokens.size));
    this.kernel = null;
    return this.count(text);
  }

  private copyOut(kernel: CountingKernel): void {
    const count = this.used - this.removed;
    this.reserve(0);
    kernel.copyEntries(count, this.ids, this.counts, this.removed);
    this.removed = this.used;
  }

  private reserve(count: number): void {
    if (this.used + count <= this.ids.length) return;
    this.ids = grown(this.ids, this.used + count);
    this.counts = grown(this.counts, this.used + count);
  }
}
