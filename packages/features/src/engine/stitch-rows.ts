import { type CsrMatrix, csrStack } from "@imdb/core";
import type { PartRun } from "./merge-streams.js";

/** Puts rows of parts under one another: those of `runs`, which are all, in their order. */
export function stitchRows(parts: readonly CsrMatrix[], runs: readonly PartRun[]): CsrMatrix {
  return csrStack(runs.map(({ part, from, to }) => sliceOf(parts[part]!, from, to)));
}

/** Some rows of a matrix; what they hold is not copied. */
function sliceOf({ cols, indptr, indices, values }: CsrMatrix, from: number, to: number): CsrMatrix {
  const first = indptr[from]!;
  const last = indptr[to]!;
  return {
    rows: to - from,
    cols,
    indptr: indptr.slice(from, to + 1).map((end) => end - first),
    indices: indices.subarray(first, last),
    values: values.subarray(first, last),
  };
}
