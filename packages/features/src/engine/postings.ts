/**
 * The occurrences of the n-grams of one length: one n-gram after another in term order, the occurrences of each in the
 * order of the stream. The numbers of an occurrence are side by side, so that writing them waits for memory once.
 */
export interface Postings {
  /** One past the last occurrence of each n-gram. */
  readonly ends: Uint32Array;
  /** Number of numbers of an occurrence. */
  readonly stride: 2 | 3;
  /**
   * For each occurrence the document; the rank of the next token in the stream, or a negative mark; and, with a stride of
   * 3, the position of that token.
   */
  readonly numbers: Int32Array;
}

/**
 * Postings with space for a number of occurrences. Memory that is not written to is not used by the system.
 *
 * @param stride  3 if positions are needed.
 */
export function emptyPostings(occurrences: number, ngrams: number, stride: 2 | 3): Postings {
  return { ends: new Uint32Array(ngrams), stride, numbers: new Int32Array(occurrences * stride) };
}
