/** Counts of things by group: of each, the sum of the squares of its counts, and of their products with group sizes. */
export interface GroupCounts {
  /** One more text of the present group has the thing. */
  add(id: number): void;
  /** The present group is over; it had so many texts. */
  endGroup(size: number): void;
  readonly groups: number;
  /** Sum of the squared sizes of the groups. */
  readonly sizeSquares: number;
  squares(id: number): number;
  products(id: number): number;
}

/** Starts without groups. */
export function groupCounts(): GroupCounts {
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
    add(id) {
      while (id >= counts.length) grow();
      if (counts[id]!++ === 0) touched.push(id);
    },
    endGroup(size) {
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
    get groups() {
      return groups;
    },
    get sizeSquares() {
      return sizeSquares;
    },
    squares: (id) => squares[id] ?? 0,
    products: (id) => products[id] ?? 0,
  };
}
