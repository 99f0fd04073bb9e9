import type { TokenBuffer } from "../tokenizers/token-buffer.js";

/**
 * The candidates of a document: its known n-grams of one length, which may be the beginnings of longer ones. They are
 * extended by one token at a time. All lookups of one length are done together, so that the processor reads several
 * places in memory at the same time.
 */
export class NgramCandidates {
  /** Number of candidates. */
  count = 0;
  /** The n-gram of each candidate, −1 if it is not in the vocabulary. The caller writes it. */
  ngrams = new Int32Array(256);
  /** The token that follows each candidate; set by {@link keepExtensible}. */
  next = new Int32Array(256);
  /** Whole groups with fewer tokens than the shortest n-gram. */
  short = new Int32Array(256);
  shortCount = 0;
  private at = new Int32Array(256);

  /** Makes every token a candidate. */
  start(count: number): void {
    if (this.ngrams.length < count) {
      this.ngrams = new Int32Array(count * 2);
      this.next = new Int32Array(count * 2);
      this.short = new Int32Array(count * 2);
      this.at = new Int32Array(count * 2);
    }
    this.count = count;
    this.shortCount = 0;
    for (let i = 0; i < count; i++) this.at[i] = i;
  }

  /**
   * Keeps the candidates of `n − 1` tokens that are known and followed by a token, and writes that token to {@link
   * next}.
   *
   * @param ids       The number of each token.
   * @param shortest  Number of tokens of the shortest n-gram; groups with fewer are put into {@link short}.
   */
  keepExtensible({ reach }: TokenBuffer, ids: Int32Array, n: number, shortest: number): void {
    const { ngrams, next, at } = this;
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const i = at[k]!;
      if (ngrams[k]! < 0) continue;
      if (i + n - 1 < reach[i]!) {
        at[kept] = i;
        ngrams[kept] = ngrams[k]!;
        next[kept++] = ids[i + n - 1]!;
      } else if (n <= shortest && (i === 0 || reach[i - 1] === i)) {
        this.short[this.shortCount++] = ngrams[k]!;
      }
    }
    this.count = kept;
  }
}
