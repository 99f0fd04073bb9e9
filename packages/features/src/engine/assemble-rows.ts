import type { CsrMatrix } from "@imdb/core";
import type { Learned } from "./assemble.js";
import type { Interner } from "./interner.js";
import { mostFrequent } from "./most-frequent.js";
import { emptyVocabulary, limitsFor, type Pruning } from "./pruning.js";
import type { TokenRows } from "./token-rows.js";
import { tokensInUse } from "./vocabulary.js";

/**
 * Makes the vocabulary of rows of single tokens and their matrix.
 *
 * @param parts    Runs of documents, in order.
 * @param tokenOf  The token of each rank.
 * @throws `EMPTY_VOCABULARY`
 */
export function assembleRows(
  parts: readonly TokenRows[],
  tokens: Interner,
  tokenOf: Uint32Array,
  joiner: " " | "",
  documents: number,
  pruning: Pruning,
): Learned {
  const frequency = new Uint32Array(tokenOf.length);
  for (const part of parts) {
    for (let rank = 0; rank < frequency.length; rank++) frequency[rank]! += part.documents[rank]!;
  }
  const chosen = choose(parts, frequency, documents, pruning);
  if (chosen.length === 0) throw emptyVocabulary(pruning, documents, tokens.size);
  return {
    vocabulary: {
      joiner,
      tokens: tokensInUse(
        tokens,
        chosen.map((rank) => tokenOf[rank]!),
      ),
      parent: new Int32Array(chosen.length).fill(-1),
      token: chosen.map((_, column) => column),
      nodeOf: chosen.map((_, column) => column),
    },
    counts: stack(parts, chosen, documents, frequency),
    documentFrequencies: chosen.map((rank) => frequency[rank]!),
  };
}

/** The ranks that become columns, ascending. */
function choose(
  parts: readonly TokenRows[],
  frequency: Uint32Array,
  documents: number,
  pruning: Pruning,
): Uint32Array {
  const { least, most } = limitsFor(pruning, documents);
  const fits = Uint32Array.from(frequency.keys()).filter(
    (rank) => frequency[rank]! >= least && frequency[rank]! <= most,
  );
  if (pruning.maxFeatures === null || fits.length <= pruning.maxFeatures) return fits;
  const totals = new Float64Array(frequency.length);
  for (const { indices, values } of parts) {
    for (let k = 0; k < indices.length; k++) totals[indices[k]!]! += values[k]!;
  }
  return mostFrequent(totals, fits, pruning.maxFeatures);
}

/** The rows of all parts, with columns for ranks. */
function stack(
  parts: readonly TokenRows[],
  chosen: Uint32Array,
  rows: number,
  frequency: Uint32Array,
): CsrMatrix {
  const column = new Int32Array(frequency.length).fill(-1);
  for (let c = 0; c < chosen.length; c++) column[chosen[c]!] = c;
  const size = chosen.reduce((sum, rank) => sum + frequency[rank]!, 0);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(size);
  const values = new Float32Array(size);
  let used = 0;
  let row = 0;
  for (const part of parts) {
    for (let r = 1, k = 0; r < part.indptr.length; r++) {
      for (const end = part.indptr[r]!; k < end; k++) {
        const at = column[part.indices[k]!]!;
        if (at < 0) continue;
        indices[used] = at;
        values[used++] = part.values[k]!;
      }
      indptr[++row] = used;
    }
  }
  return { rows, cols: chosen.length, indptr, indices, values };
}
