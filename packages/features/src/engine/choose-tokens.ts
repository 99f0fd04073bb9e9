import type { TokenTallies } from "./document-counter.js";
import type { Interner } from "./interner.js";
import { emptyVocabulary, type Limits, limitsFor, mostFrequent, type Pruning } from "./pruning.js";
import { sortTokens } from "./token-order.js";
import { tokensInUse, type Vocabulary } from "./vocabulary.js";

/** The tokens that are columns. */
export interface ChosenTokens {
  readonly vocabulary: Vocabulary;
  /** The document frequency of each column. */
  readonly documentFrequencies: Uint32Array;
  /** The column of each token, −1 for a token without one. */
  readonly columns: Int32Array;
}

/**
 * Makes a vocabulary of single tokens: those within the limits of document frequency and `maxFeatures`.
 *
 * @param documents  Number of documents.
 * @throws `EMPTY_VOCABULARY`
 */
export function chooseTokens(
  tokens: Interner,
  { frequencies, occurrences }: TokenTallies,
  joiner: " " | "",
  documents: number,
  pruning: Pruning & { readonly binary: boolean },
): ChosenTokens {
  const inOrder = sortTokens(tokens, within(frequencies, limitsFor(pruning, documents)));
  const totals = pruning.binary ? frequencies : occurrences;
  const chosen = pruning.maxFeatures === null ? inOrder : best(inOrder, totals, pruning.maxFeatures);
  if (chosen.length === 0) throw emptyVocabulary(pruning, documents, tokens.size);
  const columns = new Int32Array(tokens.size).fill(-1);
  for (let column = 0; column < chosen.length; column++) columns[chosen[column]!] = column;
  return {
    vocabulary: {
      joiner,
      tokens: tokensInUse(tokens, chosen),
      parent: new Int32Array(chosen.length).fill(-1),
      token: chosen.map((_, column) => column),
      nodeOf: chosen.map((_, column) => column),
    },
    documentFrequencies: chosen.map((token) => frequencies[token]!),
    columns,
  };
}

function within(frequencies: Uint32Array, { minDocuments, maxDocuments }: Limits): Uint32Array {
  const fits = new Uint32Array(frequencies.length);
  let count = 0;
  for (let token = 0; token < frequencies.length; token++) {
    if (frequencies[token]! >= minDocuments && frequencies[token]! <= maxDocuments) fits[count++] = token;
  }
  return fits.subarray(0, count);
}

/** The most frequent of sorted tokens, in the same order. */
function best(inOrder: Uint32Array, totals: Uint32Array, limit: number): Uint32Array {
  const ofPlace = Float64Array.from(inOrder, (token) => totals[token]!);
  const places = mostFrequent(ofPlace, Uint32Array.from(inOrder.keys()), limit);
  return places.map((place) => inOrder[place]!);
}
