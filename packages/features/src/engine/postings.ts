/**
 * Where the n-grams of one length occur: n-gram by n-gram in term order, the occurrences of each as they come
 * in the stream. What is known of an occurrence stands together, so that writing it waits for memory once.
 */
export interface Postings {
  /** One past the last occurrence of each n-gram. */
  readonly ends: Uint32Array;
  /** How many numbers an occurrence takes. */
  readonly stride: 2 | 3;
  /**
   * Of each occurrence the document; what stands behind it in the stream, a rank or a negative mark; and, with
   * a stride of 3, the position of that.
   */
  readonly numbers: Int32Array;
}

/**
 * Room for so many occurrences of so many n-grams. Memory that is not written to takes none.
 *
 * @param stride  3 where places will be asked for.
 */
export function emptyPostings(occurrences: number, grams: number, stride: 2 | 3): Postings {
  return { ends: new Uint32Array(grams), stride, numbers: new Int32Array(occurrences * stride) };
}
