import type { CsrMatrix } from "@imdb/core";
import type { PartRun } from "./merge-streams.js";

/** Puts rows of parts behind one another: those of `runs`, which are all, in their order. */
export function stitchRows(parts: readonly CsrMatrix[], runs: readonly PartRun[]): CsrMatrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const size = parts.reduce((sum, part) => sum + part.indices.length, 0);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(size);
  const values = new Float32Array(size);
  let row = 0;
  for (const { part: k, from, to } of runs) {
    const part = parts[k]!;
    const at = indptr[row]!;
    const first = part.indptr[from]!;
    indices.set(part.indices.subarray(first, part.indptr[to]!), at);
    values.set(part.values.subarray(first, part.indptr[to]!), at);
    for (let r = from + 1; r <= to; r++) indptr[++row] = at + part.indptr[r]! - first;
  }
  return { rows, cols: parts[0]?.cols ?? 0, indptr, indices, values };
}
