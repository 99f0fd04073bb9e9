/**
 * Counts items (words or topics) by group of texts. For each item it keeps the sum of its squared counts in the groups,
 * and the sum of the products of count and group size.
 */
export function groupCounts() {
  let counts = new Int32Array(1 << 12);
  let squares = new Float64Array(1 << 12);
  let products = new Float64Array(1 << 12);
  let inGroup: number[] = [];
  let groups = 0;
  let sizeSquares = 0;

  function grow(): void {
    const [c, s, p] = [counts, squares, products];
    counts = new Int32Array(2 * c.length);
    squares = new Float64Array(2 * c.length);
    products = new Float64Array(2 * c.length);
    counts.set(c);
    squares.set(s);
    products.set(p);
  }

  return {
    /** Counts a text of the current group that has the item. */
    add(id: number): void {
      while (id >= counts.length) grow();
      if (counts[id]!++ === 0) inGroup.push(id);
    },
    /** Ends the current group, which has `size` texts. */
    endGroup(size: number): void {
      for (const id of inGroup) {
        const count = counts[id]!;
        squares[id]! += count * count;
        products[id]! += count * size;
        counts[id] = 0;
      }
      inGroup = [];
      groups++;
      sizeSquares += size * size;
    },
    get groups(): number {
      return groups;
    },
    /** Sum of the squared group sizes. */
    get sizeSquares(): number {
      return sizeSquares;
    },
    squares: (id: number): number => squares[id] ?? 0,
    products: (id: number): number => products[id] ?? 0,
  };
}

/** @see {@link groupCounts} */
export type GroupCounts = ReturnType<typeof groupCounts>;
