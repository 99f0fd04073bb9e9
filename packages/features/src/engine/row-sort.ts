/**
 * Sorts one row by column, moving its values along: insertion sort for short rows, else radix sort by bytes,
 * least significant first.
 *
 * @see Knuth (1998), The Art of Computer Programming, vol. 3, section 5.2.5, algorithm R.
 */
export class RowSorter {
  private keys = new Uint32Array(1024);
  private carried = new Float32Array(1024);
  private readonly counts = new Uint32Array(256);

  /**
   * @param bits  How many low bits of the columns can differ: those of the number of columns.
   */
  sort(columns: Uint32Array, values: Float32Array, from: number, to: number, bits: number): void {
    const length = to - from;
    if (length <= 24) {
      insertionSort(columns, values, from, to);
      return;
    }
    if (length > this.keys.length) {
      this.keys = new Uint32Array(length * 2);
      this.carried = new Float32Array(length * 2);
    }
    let inPlace = true;
    for (let shift = 0; shift < bits; shift += 8) {
      if (inPlace) this.pass(columns, values, from, this.keys, this.carried, 0, length, shift);
      else this.pass(this.keys, this.carried, 0, columns, values, from, length, shift);
      inPlace = !inPlace;
    }
    if (!inPlace) {
      for (let k = 0; k < length; k++) {
        columns[from + k] = this.keys[k]!;
        values[from + k] = this.carried[k]!;
      }
    }
  }

  private pass(
    keys: Uint32Array,
    values: Float32Array,
    at: number,
    toKeys: Uint32Array,
    toValues: Float32Array,
    toAt: number,
    length: number,
    shift: number,
  ): void {
    const { counts } = this;
    counts.fill(0);
    for (let k = at; k < at + length; k++) counts[(keys[k]! >>> shift) & 255]!++;
    let sum = toAt;
    for (let digit = 0; digit < 256; digit++) {
      const count = counts[digit]!;
      counts[digit] = sum;
      sum += count;
    }
    for (let k = at; k < at + length; k++) {
      const place = counts[(keys[k]! >>> shift) & 255]!++;
      toKeys[place] = keys[k]!;
      toValues[place] = values[k]!;
    }
  }
}

function insertionSort(columns: Uint32Array, values: Float32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const column = columns[i]!;
    const value = values[i]!;
    let k = i - 1;
    while (k >= from && columns[k]! > column) {
      columns[k + 1] = columns[k]!;
      values[k + 1] = values[k]!;
      k--;
    }
    columns[k + 1] = column;
    values[k + 1] = value;
  }
}
