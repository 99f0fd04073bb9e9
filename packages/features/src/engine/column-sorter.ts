/** Documents with more columns are radix sorted, whose time does not depend on their values. */
const FEW = 1024;
const BUCKET_BITS = 9;

/**
 * Sorts the columns of one document. Few columns are put into buckets by their highest bits, and then sorted by
 * insertion. Many are radix sorted by bytes, the least significant first.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.1, program S, and 5.2.5, algorithm R.
 */
export class ColumnSorter {
  private scratch = new Uint32Array(FEW);
  private readonly starts = new Int32Array(1 << BUCKET_BITS);

  /**
   * Sorts `columns[0 … count]`.
   *
   * @param bits  Number of low bits in which the columns can differ.
   * @returns     The sorted columns: in the array given, or in one of the sorter, which the next call overwrites.
   */
  sort(columns: Uint32Array, count: number, bits: number): Uint32Array {
    if (count <= 32) {
      insertionSort(columns, count);
      return columns;
    }
    if (this.scratch.length < count) this.scratch = new Uint32Array(count * 2);
    if (count <= FEW) {
      this.pass(columns, this.scratch, count, Math.max(0, bits - BUCKET_BITS), BUCKET_BITS);
      insertionSort(this.scratch, count);
      return this.scratch;
    }
    let source: Uint32Array = columns;
    let target: Uint32Array = this.scratch;
    for (let shift = 0; shift < bits; shift += 8) {
      this.pass(source, target, count, shift, 8);
      [source, target] = [target, source];
    }
    return source;
  }

  private pass(source: Uint32Array, target: Uint32Array, count: number, shift: number, bits: number): void {
    const { starts } = this;
    const digits = 1 << bits;
    const mask = digits - 1;
    starts.fill(0, 0, digits);
    for (let k = 0; k < count; k++) starts[(source[k]! >>> shift) & mask]!++;
    let sum = 0;
    for (let digit = 0; digit < digits; digit++) {
      const size = starts[digit]!;
      starts[digit] = sum;
      sum = (sum + size) | 0;
    }
    for (let k = 0; k < count; k++) {
      const column = source[k]!;
      const digit = (column >>> shift) & mask;
      const place = starts[digit]!;
      target[place] = column;
      starts[digit] = place + 1;
    }
  }
}

/** Sorts the first `count` numbers in place; fast for few numbers, or where few are out of order. */
export function insertionSort(columns: Uint32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const column = columns[i]!;
    let k = i - 1;
    while (k >= 0 && columns[k]! > column) {
      columns[k + 1] = columns[k]!;
      k--;
    }
    columns[k + 1] = column;
  }
}
