import type { TokenBuffer } from "../tokenizers/token-buffer.js";

/**
 * The n-grams of a document that are of one length, one for each place where one starts; it grows by a token
 * at a time. The lookups of a length go together, so that they wait for memory at the same time.
 */
export class NgramFront {
  /** How many n-grams there are. */
  count = 0;
  /** The number of each, −1 for unknown ones, which whoever looks them up fills in. */
  grams = new Int32Array(256);
  /** The next token of each, after {@link lengthen}. */
  next = new Int32Array(256);
  /** Those groups that ended before the shortest n-gram was reached. */
  short = new Int32Array(256);
  shortCount = 0;
  private at = new Int32Array(256);

  /** Starts an n-gram at every token. */
  start(count: number): void {
    if (this.grams.length < count) {
      this.grams = new Int32Array(count * 2);
      this.next = new Int32Array(count * 2);
      this.short = new Int32Array(count * 2);
      this.at = new Int32Array(count * 2);
    }
    this.count = count;
    this.shortCount = 0;
    for (let i = 0; i < count; i++) this.at[i] = i;
  }

  /**
   * Keeps the known n-grams that have a token after their first `n − 1`, and notes that token.
   *
   * @param ids       The number of each token.
   * @param shortest  Groups that end before they have so many tokens are noted as short, whole.
   */
  lengthen({ reach }: TokenBuffer, ids: Int32Array, n: number, shortest: number): void {
    const { grams, next, at } = this;
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const i = at[k]!;
      if (grams[k]! < 0) continue;
      if (i + n - 1 < reach[i]!) {
        at[kept] = i;
        grams[kept] = grams[k]!;
        next[kept++] = ids[i + n - 1]!;
      } else if (n <= shortest && (i === 0 || reach[i - 1] === i)) {
        this.short[this.shortCount++] = grams[k]!;
      }
    }
    this.count = kept;
  }
}
