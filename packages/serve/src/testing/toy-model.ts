import {
  type BundleFiles,
  type BundleInfo,
  type Codec,
  csrFromRows,
  decodeBundle,
  encodeBundle,
  type FeatureOccurrence,
  type FittedVectorizer,
  type LinearClassifier,
  type ModelBundle,
  type Tensor,
} from "@imdb/core";

/** A bag of words with a logistic model: small enough to check by hand, complete enough to serve. */
const WORDS = ["bad", "boring", "fine", "good", "great"] as const;
const WEIGHTS = [-2, -1, 0.25, 1, 2];

function toyVectorizer(words: readonly string[]): FittedVectorizer {
  const index = new Map(words.map((word, i) => [word, i]));
  const locate = (text: string): FeatureOccurrence[] =>
    [...text.matchAll(/[a-z]+/gi)].flatMap((match) => {
      const feature = index.get(match[0].toLowerCase());
      if (feature === undefined) return [];
      return [{ feature, start: match.index, end: match.index + match[0].length }];
    });
  return {
    kind: "toy-words",
    params: {},
    featureCount: words.length,
    featureNames: () => words,
    locate,
    transform: (texts) =>
      csrFromRows(
        texts.map((text) => {
          const counts = new Map<number, number>();
          for (const { feature } of locate(text)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
          return [...counts];
        }),
        words.length,
      ),
  };
}

function toyClassifier(coef: Float64Array, classes: readonly string[], bias = 0): LinearClassifier {
  const decide = (X: Parameters<LinearClassifier["decisionFunction"]>[0]) =>
    Float64Array.from({ length: X.rows }, (_, row) => {
      let sum = bias;
      for (let k = X.indptr[row]!; k < X.indptr[row + 1]!; k++) sum += X.values[k]! * coef[X.indices[k]!]!;
      return sum;
    });
  return {
    kind: "toy-logistic",
    params: {},
    classes,
    featureCount: coef.length,
    coef,
    intercept: Float64Array.of(bias),
    decisionFunction: decide,
    predictProba(X) {
      const decisions = decide(X);
      return Float64Array.from({ length: X.rows * 2 }, (_, i) => {
        const p = 1 / (1 + Math.exp(-decisions[i >> 1]!));
        return i % 2 === 0 ? 1 - p : p;
      });
    },
  };
}

/** The codecs of the toy model. */
export const toyCodecs: readonly Codec[] = [
  {
    kind: "toy-words",
    version: 1,
    encode: (fitted) => ({
      params: { words: [...(fitted as FittedVectorizer).featureNames()] },
      tensors: {},
    }),
    decode: ({ params }) => toyVectorizer(params["words"] as string[]),
  },
  {
    kind: "toy-logistic",
    version: 1,
    encode(fitted) {
      const { coef, classes, intercept } = fitted as LinearClassifier;
      const tensors: Record<string, Tensor> = {
        coef: { shape: [coef.length], data: coef },
        intercept: { shape: [1], data: intercept },
      };
      return { params: { classes: [...classes] }, tensors };
    },
    decode: ({ params, tensors }) =>
      toyClassifier(
        tensors["coef"]!.data as Float64Array,
        params["classes"] as string[],
        (tensors["intercept"]!.data as Float64Array)[0],
      ),
  },
];

/** The files of a toy bundle; `bias` is added to every decision value, so that two versions differ. */
export function toyFiles(
  bias = 0,
  classes: readonly [string, string] = ["neg", "pos"],
  name = "toy",
  deciding: Pick<BundleInfo, "positive" | "decision"> = {},
): BundleFiles {
  return encodeBundle(
    {
      vectorizer: toyVectorizer(WORDS),
      classifier: toyClassifier(Float64Array.from(WEIGHTS), classes, bias),
    },
    {
      name,
      trainingData: { version: `sha256:${"0".repeat(64)}`, documents: 5, source: "made here" },
      metrics: { accuracy: 1 },
      seed: 0,
      libraries: {},
      ...deciding,
    },
    toyCodecs,
  );
}

/** A loaded toy bundle. */
export function toyBundle(...args: Parameters<typeof toyFiles>): ModelBundle {
  return decodeBundle(toyFiles(...args), toyCodecs);
}
