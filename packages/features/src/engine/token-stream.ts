import type { Scanner } from "../tokenizers/scanner.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { grown, Interner } from "./interner.js";

/** The end of a group of tokens in a stream: of a document, or of a padded word. No n-gram contains it. */
export const GROUP_END = -1;

/** Documents as token numbers, one after another. */
export interface TokenStream {
  /** The token at each position, with {@link GROUP_END} after each group. */
  readonly ids: Int32Array;
  /** One past the last position of each document. */
  readonly documentEnds: Uint32Array;
}

/** The tokens of some documents, and the number of occurrences of each. */
export interface CountedTokens {
  readonly tokens: Interner;
  readonly occurrences: Uint32Array;
}

/** Turns documents into token numbers, one after another. */
export class TokenStreamBuilder {
  readonly tokens = new Interner();
  private ids: Int32Array;
  private documentEnds = new Uint32Array(1 << 8);
  private used = 0;
  private documents = 0;
  private readonly buffer = new TokenBuffer();
  private readonly scanner: Scanner;

  /** @param expected  Approximate number of characters of all documents. */
  constructor(scanner: Scanner, expected = 1 << 14) {
    this.scanner = scanner;
    // Memory that is not written to is not used by the system, so a high estimate costs nothing.
    this.ids = new Int32Array(Math.ceil(expected / 4));
  }

  /** Number of documents that were added. */
  get size(): number {
    return this.documents;
  }

  /** Adds a document. */
  add(text: string): void {
    const { buffer, tokens } = this;
    this.scanner.scan(text, buffer);
    const { count, units, from, to, low, high, reach } = buffer;
    const needed = this.used + 2 * count + 1;
    if (needed > this.ids.length) this.ids = grown(this.ids, needed);
    if (this.documents === this.documentEnds.length) {
      this.documentEnds = grown(this.documentEnds, this.documents + 1);
    }
    const { ids } = this;
    let { used } = this;
    for (let i = 0; i < count; i++) {
      ids[used++] = tokens.intern(units, from[i]!, to[i]!, low[i]!, high[i]!);
      if (reach[i] === i + 1) ids[used++] = GROUP_END;
    }
    this.used = used;
    this.documentEnds[this.documents++] = used;
  }

  /** The documents that were added. */
  finish(): TokenStream & CountedTokens {
    return {
      ids: this.ids.subarray(0, this.used),
      documentEnds: this.documentEnds.slice(0, this.documents),
      tokens: this.tokens,
      occurrences: this.tokens.occurrences(),
    };
  }
}
