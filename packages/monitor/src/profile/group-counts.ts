/** Counts things by group: of each, the sum of the squares of its counts, and of their products with group sizes. */
export function groupCounts() {
  let counts = new Int32Array(1 << 12);
  let squares = new Float64Array(1 << 12);
  let products = new Float64Array(1 << 12);
  let touched: number[] = [];
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
    /** One more text of the present group has the thing. */
    add(id: number): void {
      while (id >= counts.length) grow();
      if (counts[id]!++ === 0) touched.push(id);
    },
    /** The present group is over; it had so many texts. */
    endGroup(size: number): void {
      for (const id of touched) {
        const count = counts[id]!;
        squares[id]! += count * count;
        products[id]! += count * size;
        counts[id] = 0;
      }
      touched = [];
      groups++;
      sizeSquares += size * size;
    },
    get groups(): number {
      return groups;
    },
    /** Sum of the squared sizes of the groups. */
    get sizeSquares(): number {
      return sizeSquares;
    },
    squares: (id: number): number => squares[id] ?? 0,
    products: (id: number): number => products[id] ?? 0,
  };
}

/** What {@link groupCounts} starts. */
export type GroupCounts = ReturnType<typeof groupCounts>;
