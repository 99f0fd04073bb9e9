import {
  type CsrMatrix,
  type FittedVectorizer,
  type TrainTexts,
  type Vectorizer,
  withRole,
} from "@imdb/core";
import { type CountOptions, countVectorizer } from "@imdb/features";

/** What changes between the vectorizers of a search that share one counting of the texts. */
export interface CountPoint {
  /** N-grams of 1 to so many tokens. */
  readonly maxN: number;
  readonly minDf: number;
  readonly binary: boolean;
}

/** Makes vectorizers that look the counts up. */
export type SharedCounts = (point: CountPoint) => Vectorizer;

/** All n-grams of all texts, counted once. */
export interface Counted {
  readonly matrix: CsrMatrix;
  /** Tokens, or characters, of each column's n-gram. */
  readonly lengths: Uint8Array;
}

/** Counts texts; the n-gram range must reach the longest `maxN` asked for later, `minDf` the least. */
export async function countOnce(texts: TrainTexts, options: CountOptions): Promise<Counted> {
  const { vectorizer, matrix } = await countVectorizer(options).fitTransform(texts);
  return { matrix, lengths: Uint8Array.from(vectorizer.featureNames(), (name) => name.split(" ").length) };
}

/**
 * Vectorizers that look the counts up, so that a search need not cut the same text into the same n-grams in every
 * fold for every point. What a fold learns is its own all the same: the vocabulary is the n-grams that at least
 * `minDf` of the fold's training texts have, and no other. Fitted and transformed it gives the matrices that
 * `countVectorizer` gives; `assertSame` checks it on a sample.
 */
export function sharedCounts(texts: readonly string[], { matrix, lengths }: Counted): SharedCounts {
  const rowOf = new Map(texts.map((text, row) => [text, row]));

  return ({ maxN, minDf, binary }) => {
    const rowsOf = (list: readonly string[]) => Uint32Array.from(list, (text) => rowOf.get(text)!);
    const fitTransform = async (train: TrainTexts) => {
      const rows = rowsOf(train);
      const frequency = new Uint32Array(matrix.cols);
      for (const row of rows) {
        for (let k = matrix.indptr[row]!; k < matrix.indptr[row + 1]!; k++) frequency[matrix.indices[k]!]!++;
      }
      const columnOf = new Int32Array(matrix.cols).fill(-1);
      let cols = 0;
      for (let j = 0; j < columnOf.length; j++) {
        if (frequency[j]! >= minDf && lengths[j]! <= maxN) columnOf[j] = cols++;
      }
      const fitted: FittedVectorizer = {
        kind: "shared-counts",
        params: { maxN, minDf, binary },
        featureCount: cols,
        transform: (list) => part(matrix, rowsOf(list), columnOf, cols, binary),
        featureNames: () => [],
      };
      return { vectorizer: fitted, matrix: part(matrix, rows, columnOf, cols, binary) };
    };
    return {
      params: { maxN, minDf, binary },
      fitTransform,
      fit: async (train) => (await fitTransform(train)).vectorizer,
    };
  };
}

function part(
  { indptr, indices, values }: CsrMatrix,
  rows: Uint32Array,
  columnOf: Int32Array,
  cols: number,
  binary: boolean,
): CsrMatrix {
  const starts = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    let kept = starts[i]!;
    for (let k = indptr[rows[i]!]!; k < indptr[rows[i]! + 1]!; k++) if (columnOf[indices[k]!]! >= 0) kept++;
    starts[i + 1] = kept;
  }
  const size = starts[rows.length]!;
  const own = { indices: new Uint32Array(size), values: new Float32Array(size) };
  let at = 0;
  for (const row of rows) {
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      if (columnOf[indices[k]!]! < 0) continue;
      own.indices[at] = columnOf[indices[k]!]!;
      own.values[at++] = binary ? 1 : values[k]!;
    }
  }
  return { rows: rows.length, cols, indptr: starts, ...own };
}

/** Refuses to go on unless shared counts of a sample are what `countVectorizer` makes of it. */
export async function assertSame(texts: TrainTexts, options: CountOptions, point: CountPoint): Promise<void> {
  const half = Math.floor(texts.length / 2);
  const train = withRole("train", texts.slice(0, half));
  const rest = texts.slice(half);
  const counted = await countOnce(texts, { ...options, minDf: 1 });
  const shared = await sharedCounts(texts, counted)(point).fitTransform(train);
  const plain = await countVectorizer({
    ...options,
    ngramRange: [options.ngramRange?.[0] ?? 1, point.maxN],
    minDf: point.minDf,
    binary: point.binary,
  }).fitTransform(train);
  for (const [ours, theirs] of [
    [shared.matrix, plain.matrix],
    [shared.vectorizer.transform(rest), plain.vectorizer.transform(rest)],
  ] as const) {
    for (const name of ["indptr", "indices", "values"] as const) {
      if (
        ours[name].length !== theirs[name].length ||
        ours[name].some((value, k) => value !== theirs[name][k])
      ) {
        throw new Error(
          `Shared counts differ from countVectorizer's in ${name} at ${JSON.stringify(point)}.`,
        );
      }
    }
  }
}
