import type { Scanner } from "../tokenizers/scanner.js";
import { TokenBuffer } from "../tokenizers/token-buffer.js";
import { grown, Interner } from "./interner.js";

/** Some documents as token numbers, end to end. */
export interface TokenStream {
  /** The token at each position. */
  readonly ids: Uint32Array;
  /** One past the last position of each document. */
  readonly documentEnds: Uint32Array;
  /** One past the last position of each group that an n-gram must not leave; a document, or a padded word. */
  readonly groupEnds: Uint32Array;
}

/** The tokens of some documents, and in how many of them each is. */
export interface CountedTokens {
  readonly tokens: Interner;
  readonly documents: Uint32Array;
}

/** Turns documents into token numbers, one after another. */
export class TokenStreamBuilder {
  readonly tokens = new Interner();
  private ids = new Uint32Array(1 << 12);
  private documentEnds = new Uint32Array(1 << 8);
  private groupEnds = new Uint32Array(1 << 8);
  private inDocuments = new Uint32Array(1 << 10);
  private lastDocument = new Uint32Array(1 << 10);
  private used = 0;
  private groups = 0;
  private documents = 0;
  private readonly buffer = new TokenBuffer();
  private readonly scanner: Scanner;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** Adds a document. */
  add(text: string): void {
    const { buffer, scanner, tokens } = this;
    scanner.scan(text, buffer);
    const { count, units, from, to, hash } = buffer;
    if (this.used + count > this.ids.length) this.ids = grown(this.ids, this.used + count);
    if (this.documents === this.documentEnds.length) {
      this.documentEnds = grown(this.documentEnds, this.documents + 1);
    }
    const { ids, used } = this;
    const document = this.documents + 1;
    for (let i = 0; i < count; i++) {
      const token = tokens.intern(units, from[i]!, to[i]!, hash[i]!);
      ids[used + i] = token;
      if (token >= this.lastDocument.length) {
        this.lastDocument = grown(this.lastDocument, token + 1);
        this.inDocuments = grown(this.inDocuments, token + 1);
      }
      if (this.lastDocument[token] !== document) {
        this.lastDocument[token] = document;
        this.inDocuments[token]!++;
      }
    }
    if (scanner.keepsShort) this.addGroups();
    this.used += count;
    this.documentEnds[this.documents++] = this.used;
  }

  /** All that was added. */
  finish(): TokenStream & CountedTokens {
    const documentEnds = this.documentEnds.slice(0, this.documents);
    return {
      ids: this.ids.slice(0, this.used),
      documentEnds,
      groupEnds: this.scanner.keepsShort ? this.groupEnds.slice(0, this.groups) : documentEnds,
      tokens: this.tokens,
      documents: this.inDocuments.slice(0, this.tokens.size),
    };
  }

  private addGroups(): void {
    const { count, reach } = this.buffer;
    for (let i = 0; i < count; i = reach[i]!) {
      if (this.groups === this.groupEnds.length) this.groupEnds = grown(this.groupEnds, this.groups + 1);
      this.groupEnds[this.groups++] = this.used + reach[i]!;
    }
  }
}
