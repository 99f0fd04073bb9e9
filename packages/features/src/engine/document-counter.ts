import type { Scanner } from "../tokenizers/scanner.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { lowersWords } from "../tokenizers/word-scanner.js";
import { type CountingKernel, countingKernel } from "./counting-kernel.js";
import { grown, Interner, type TokenArrays } from "./interner.js";

/** Some documents as their distinct tokens, those of each in the order they come, and how often each comes. */
export interface CountedDocuments {
  /** One past the last entry of each document. */
  readonly ends: Uint32Array;
  /** Token and count of each entry. */
  readonly ids: Uint32Array;
  readonly counts: Uint32Array;
}

/** How common each token is in some documents. */
export interface TokenTallies {
  /** In how many documents it is. */
  readonly frequencies: Uint32Array;
  /** How often it comes. */
  readonly occurrences: Uint32Array;
}

/**
 * Counts the tokens of documents, one document after another. The table of tokens notes with each token where its
 * last entry is, and an entry before the first of a document is another document's: so a token costs one lookup,
 * and nothing is sorted or cleared between documents.
 *
 * Words are counted by a kernel in the same way, if there is one, until a document comes that is not for it.
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
  /** How many entries have been taken out of the kernel. */
  private taken = 0;

  /** @param expected  How many characters there will be, about. */
  constructor(scanner: Scanner, expected = 1 << 14) {
    this.scanner = scanner;
    const lowercase = lowersWords(scanner);
    this.kernel = lowercase === undefined ? null : countingKernel(lowercase);
    // About as many as texts of a few hundred words have. More would take no room, but the engine would count it
    // as if it did, and collect garbage that there is not.
    this.ids = new Uint32Array(Math.ceil(expected / 8));
    this.counts = new Uint32Array(Math.ceil(expected / 8));
  }

  /** How many documents were added. */
  get size(): number {
    return this.documents;
  }

  /** Adds a document. */
  add(text: string): void {
    if (this.documents === this.ends.length) this.ends = grown(this.ends, this.documents + 1);
    this.used = this.kernel === null ? this.count(text) : this.countThere(this.kernel, text);
    this.ends[this.documents++] = this.used;
  }

  /** All that was added. */
  finish(): CountedDocuments {
    if (this.kernel !== null) this.takeOut(this.kernel);
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
      // Those of other threads come too.
      this.interner = new Interner(Math.ceil(1.5 * (known?.ends.length ?? 0)));
      if (known) this.interner.internAll(known);
    }
    return this.interner;
  }

  /** All tokens, as they cross threads. */
  tokenArrays(): TokenArrays {
    return this.kernel === null ? this.tokens().snapshot() : this.kernel.snapshot();
  }

  /** How common each of so many tokens is in all that was added. */
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

  /** Counts a document, and gives how many entries there are then. */
  private count(text: string): number {
    const { buffer } = this;
    const tokens = this.tokens();
    this.scanner.scan(text, buffer);
    const { count, units, from, to, low, high } = buffer;
    this.makeRoom(count);
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
      // Read anew: the table may have been laid out anew.
      const { slots } = tokens;
      // One more than where the entry is.
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

  private countThere(kernel: CountingKernel, text: string): number {
    if (this.used - this.taken > kernel.capacity - kernel.maxPerDocument) this.takeOut(kernel);
    const used = kernel.add(text, this.used, this.taken);
    if (used >= 0) return used;
    this.takeOut(kernel);
    const tokens = this.tokens();
    // No token has an entry in the document that comes.
    tokens.note(new Int32Array(tokens.size));
    this.kernel = null;
    return this.count(text);
  }

  private takeOut(kernel: CountingKernel): void {
    const count = this.used - this.taken;
    this.makeRoom(0);
    kernel.copyEntries(count, this.ids, this.counts, this.taken);
    this.taken = this.used;
  }

  private makeRoom(count: number): void {
    if (this.used + count <= this.ids.length) return;
    this.ids = grown(this.ids, this.used + count);
    this.counts = grown(this.counts, this.used + count);
  }
}
