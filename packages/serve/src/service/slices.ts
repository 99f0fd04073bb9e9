/** The number of texts in a slice; sockets are read between slices. */
const SLICE_TEXTS = 32;

/** UTF-16 units of texts after which a slice ends: some milliseconds of computing. */
const SLICE_UNITS = 1 << 16;

/** Where the slice of texts that begins at `from` ends: after 32 texts, or where they are long after fewer. */
export function sliceEnd(texts: readonly string[], from: number): number {
  const last = Math.min(texts.length, from + SLICE_TEXTS);
  let units = 0;
  for (let end = from; end < last; end++) {
    units += texts[end]!.length;
    if (units >= SLICE_UNITS) return end + 1;
  }
  return last;
}
