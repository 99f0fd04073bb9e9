/**
 * Sorts the columns of one document: radix sort by bytes, least significant first, or
 * insertion sort for few.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.5, algorithm R.
 */
export class ColumnSorter {
  private scratch = new Uint32Array(1024);
  private readonly starts = new Uint32Array(256);

  /**
   * Sorts `columns[0 … count]`.
   *
   * @param bits  How many low bits of the columns can differ.
   * @returns     The sorted columns: those given, or the sorter's own room, which the next call overwrites.
   */
  sort(columns: Uint32Array, count: number, bits: number): Uint32Array {
    if (count <= 32) {
      insertionSort(columns, count);
      return columns;
    }
    if (this.scratch.length < count) this.scratch = new Uint32Array(count * 2);
    let source: Uint32Array = columns;
    let target: Uint32Array = this.scratch;
    for (let shift = 0; shift < bits; shift += 8) {
      this.pass(source, target, count, shift);
      [source, target] = [target, source];
    }
    return source;
  }

  private pass(source: Uint32Array, target: Uint32Array, count: number, shift: number): void {
    const { starts } = this;
    starts.fill(0);
    for (let k = 0; k < count; k++) starts[(source[k]! >>> shift) & 255]!++;
    let sum = 0;
    for (let digit = 0; digit < 256; digit++) {
      const size = starts[digit]!;
      starts[digit] = sum;
      sum += size;
    }
    for (let k = 0; k < count; k++) target[starts[(source[k]! >>> shift) & 255]!++] = source[k]!;
  }
}

function insertionSort(columns: Uint32Array, count: number): void {
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
