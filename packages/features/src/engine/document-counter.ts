import type { Scanner } from "../tokenizers/scanner.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { grown, Interner } from "./interner.js";

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
 */
export class DocumentCounter {
  readonly tokens = new Interner();
  private ends = new Uint32Array(1 << 8);
  private ids: Uint32Array;
  private counts: Uint32Array;
  private used = 0;
  private documents = 0;
  private readonly buffer = new TokenBuffer();
  private readonly scanner: Scanner;

  /** @param expected  How many characters there will be, about. */
  constructor(scanner: Scanner, expected = 1 << 14) {
    this.scanner = scanner;
    // Memory that is not written to takes no room, so a guess may be generous.
    this.ids = new Uint32Array(Math.ceil(expected / 6));
    this.counts = new Uint32Array(Math.ceil(expected / 6));
  }

  /** How many documents were added. */
  get size(): number {
    return this.documents;
  }

  /** Adds a document. */
  add(text: string): void {
    const { buffer, tokens } = this;
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
    this.used = used;
    this.ends[this.documents++] = used;
  }

  /** All that was added. */
  finish(): CountedDocuments {
    return {
      ends: this.ends.subarray(0, this.documents),
      ids: this.ids.subarray(0, this.used),
      counts: this.counts.subarray(0, this.used),
    };
  }

  /** How common each token is in all that was added. */
  tally(): TokenTallies {
    const { ids, counts, used } = this;
    const frequencies = new Uint32Array(this.tokens.size);
    const occurrences = new Uint32Array(this.tokens.size);
    for (let k = 0; k < used; k++) {
      frequencies[ids[k]!]!++;
      occurrences[ids[k]!]! += counts[k]!;
    }
    return { frequencies, occurrences };
  }

  private makeRoom(count: number): void {
    if (this.documents === this.ends.length) this.ends = grown(this.ends, this.documents + 1);
    if (this.used + count > this.ids.length) {
      this.ids = grown(this.ids, this.used + count);
      this.counts = grown(this.counts, this.used + count);
    }
  }
}
