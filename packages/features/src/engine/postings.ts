/**
 * Where the n-grams of one length occur: n-gram by n-gram in term order, the occurrences of each as they come
 * in the stream. What is known of an occurrence stands together, so that writing it waits for memory once.
 */
export interface Postings {
  /** One past the last occurrence of each n-gram. */
  readonly ends: Uint32Array;
  /** How many numbers an occurrence takes. */
  readonly stride: 1 | 2 | 3;
  /**
   * Of each occurrence the document; what stands behind it in the stream, a rank or a negative mark, if the stride is 2;
   * and the position of that, if it is 3.
   */
  readonly numbers: Int32Array;
}

/**
 * Room for so many occurrences of so many n-grams. Memory that is not written to takes none.
 *
 * @param longer  How many tokens longer the longest n-grams wanted are.
 */
export function emptyPostings(occurrences: number, grams: number, longer: number): Postings {
  const stride = longer === 0 ? 1 : longer === 1 ? 2 : 3;
  return { ends: new Uint32Array(grams), stride, numbers: new Int32Array(occurrences * stride) };
}
