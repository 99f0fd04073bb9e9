import { grown } from "./interner.js";

/** The n-grams of one length, in the order of their tokens, and the documents that have each. */
export interface Level {
  /** Number of n-grams. */
  readonly size: number;
  /** For each n-gram the n-gram without its last token, as its number in the level before. */
  readonly parent: Uint32Array;
  /** For each n-gram the rank of its last token. */
  readonly token: Uint32Array;
  /**
   * For each n-gram where its entries end. It has none if it is in too many documents, or only the beginning of others.
   */
  readonly entryEnd: Uint32Array;
  /** Document and count of each entry, documents ascending. */
  readonly documents: Uint32Array;
  readonly counts: Float32Array;
}

/** Builds a {@link Level}. */
export class LevelBuilder {
  size = 0;
  used = 0;
  documents: Uint32Array;
  counts: Float32Array;
  private parent = new Uint32Array(1 << 10);
  private token = new Uint32Array(1 << 10);
  private entryEnd = new Uint32Array(1 << 10);

  /** @param entries  Greatest number of entries. It may be high: the system gives memory only when it is written to. */
  constructor(entries: number) {
    this.documents = new Uint32Array(entries);
    this.counts = new Float32Array(entries);
  }

  /** Adds an n-gram whose entries end at `used`. */
  push(parent: number, token: number): number {
    if (this.size === this.parent.length) {
      this.parent = grown(this.parent, this.size * 2);
      this.token = grown(this.token, this.size * 2);
      this.entryEnd = grown(this.entryEnd, this.size * 2);
    }
    this.parent[this.size] = parent;
    this.token[this.size] = token;
    this.entryEnd[this.size] = this.used;
    return this.size++;
  }

  /** The level. */
  finish(): Level {
    const { size, used } = this;
    return {
      size,
      parent: this.parent.subarray(0, size),
      token: this.token.subarray(0, size),
      entryEnd: this.entryEnd.subarray(0, size),
      documents: this.documents.subarray(0, used),
      counts: this.counts.subarray(0, used),
    };
  }
}

/** Where the entries of an n-gram start. */
export function entryStart(level: Level, node: number): number {
  return node === 0 ? 0 : level.entryEnd[node - 1]!;
}
