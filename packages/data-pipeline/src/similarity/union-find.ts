/** Disjoint sets of 0 … n − 1; the root of a set is its smallest member. */
export interface UnionFind {
  find(i: number): number;
  union(i: number, j: number): void;
}

/** @see Tarjan & van Leeuwen (1984): path halving. Linking to the smaller index keeps results canonical. */
export function createUnionFind(n: number): UnionFind {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  function find(i: number): number {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }
  return {
    find,
    union(i, j) {
      const a = find(i);
      const b = find(j);
      if (a < b) parent[b] = a;
      else parent[a] = b;
    },
  };
}
