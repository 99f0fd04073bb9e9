import { type CsrMatrix, type FittedVectorizer, ownFacts, type Vectorizer } from "@imdb/core";
import { optional, optionsOf, recordOf, rule, within } from "@imdb/core/options";
import { RowBuilder } from "../engine/row-builder.js";
import { identityOf } from "../identity.js";
import { sentimentTokenizer } from "../tokenizers/sentiment-tokenizer.js";
import { lowerCase } from "../unicode/lower-case.js";
import { checkTexts } from "./check-texts.js";
import { withoutFit } from "./without-fit.js";

interface Measured {
  readonly text: string;
  readonly words: readonly string[];
  readonly lexicon: ReadonlyMap<string, number>;
}

const MEASURES = {
  /** UTF-16 units of the text. */
  characters: ({ text }: Measured) => text.length,
  /** Words of the sentiment tokenizer. */
  words: ({ words }: Measured) => words.length,
  /** Mean UTF-16 units of a word. */
  wordLength: ({ words }: Measured) =>
    share(
      words.reduce((sum, word) => sum + word.length, 0),
      words.length,
    ),
  exclamations: ({ text }: Measured) => count(text, /!/g),
  questions: ({ text }: Measured) => count(text, /\?/g),
  /** Other punctuation. */
  punctuation: ({ text }: Measured) => count(text, /[^\p{L}\p{N}\p{M}\s!?]/gu),
  /** Share of capital letters among the letters. */
  capitals: ({ text }: Measured) => share(count(text, /\p{Lu}/gu), count(text, /\p{L}/gu)),
  /** Words of two letters and more that are all capitals. */
  shouted: ({ words }: Measured) => words.filter((word) => /^\p{Lu}{2,}$/u.test(word)).length,
  digits: ({ text }: Measured) => count(text, /\p{Nd}/gu),
  /** Sum of the lexicon's scores above zero, of the words in lower case. */
  lexiconPositive: (measured: Measured) => lexiconSum(measured, 1),
  /** Absolute value of the sum of the lexicon's scores below zero. */
  lexiconNegative: (measured: Measured) => lexiconSum(measured, -1),
} as const;

/** A measure of {@link denseFeatures}. */
export type DenseFeature = keyof typeof MEASURES;

/** Options of {@link denseFeatures}. */
export interface DenseOptions {
  /** The measures, one for each column in this order. Default: all; those of a lexicon only if there is one. */
  readonly features?: readonly DenseFeature[];
  /** Scores of words, given in lower case. Default: none. */
  readonly lexicon?: Readonly<Record<string, number>>;
}

/** The schema of {@link DenseOptions}. */
export const denseOptions = optionsOf<DenseOptions, "features">({
  features: optional(
    rule<readonly DenseFeature[]>(`${Object.keys(MEASURES).join(", ")}, each once`, areMeasures),
  ),
  // The sum over the longest text is finite in single precision.
  lexicon: [{}, recordOf(within(-1e29, 1e29))],
});

/** Measures of a text as features. They learn nothing, so they are fitted from the start. */
export interface DenseFeatures extends FittedVectorizer, Vectorizer<DenseFeatures> {
  readonly kind: "dense-features";
}

/**
 * A few numbers about each text: length, punctuation, capitals, the scores of a lexicon. Combine them with sparse
 * features by `featureUnion`, and scale them by `columnScaler`, since their sizes differ.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const style = denseFeatures({ features: ["exclamations", "shouted"] });
 * Array.from(style.transform(["WOW, great!!"]).values); // => [2, 1]
 */
export function denseFeatures(options: DenseOptions = {}): DenseFeatures {
  const fitted = fittedDense(options);
  const identity = identityOf("dense-features", fitted.params);
  return ownFacts(withoutFit<DenseFeatures>({ ...fitted, identity }, "Measuring texts"), "identity");
}

/** The part of it that transforms: all that a loaded model needs. */
export type FittedDense = Omit<DenseFeatures, "fit" | "fitTransform">;

/** Makes the part of dense features that transforms. */
export function fittedDense(options: DenseOptions): FittedDense {
  const { lexicon, ...chosen } = denseOptions.resolve(options, "denseFeatures");
  const hasLexicon = Object.keys(lexicon).length > 0;
  const all = Object.keys(MEASURES) as DenseFeature[];
  const features = chosen.features ?? all.filter((name) => hasLexicon || !name.startsWith("lexicon"));
  const scores = new Map(Object.entries(lexicon));
  const tokenizer = sentimentTokenizer();

  function measure(text: string): number[] {
    const words = tokenizer
      .tokenize(text)
      .map((token) => token.text)
      .filter((token) => /[\p{L}\p{N}]/u.test(token));
    return features.map((name) => MEASURES[name]({ text, words, lexicon: scores }));
  }

  return {
    kind: "dense-features",
    params: { features: [...features], lexicon: { ...lexicon } },
    featureCount: features.length,
    transform(texts) {
      checkTexts(texts);
      return denseRows(texts.map(measure), features.length);
    },
    featureNames: () => features,
  };
}

function denseRows(rows: readonly (readonly number[])[], cols: number): CsrMatrix {
  const matrix = new RowBuilder();
  matrix.start(rows.length);
  matrix.reserve(rows.length * cols);
  for (const row of rows) {
    let { used } = matrix;
    row.forEach((value, column) => {
      if (value === 0) return;
      matrix.indices[used] = column;
      matrix.values[used++] = value;
    });
    matrix.end(used);
  }
  return matrix.finish(cols);
}

function lexiconSum({ words, lexicon }: Measured, sign: 1 | -1): number {
  return words.reduce((sum, word) => sum + Math.max(sign * (lexicon.get(lowerCase(word)) ?? 0), 0), 0);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function areMeasures(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((name) => Object.hasOwn(MEASURES, name)) && new Set(value).size === value.length;
}
