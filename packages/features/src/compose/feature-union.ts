import {
  type AnyVectorizer,
  assertTrain,
  type CsrMatrix,
  type FeatureOccurrence,
  type FittedVectorizer,
  fitVectorizer,
  type RunOptions,
  type SupervisedVectorizer,
  type TermCount,
  type TrainLabels,
  type TrainTexts,
  type Vectorizer,
} from "@imdb/core";
import { displayMatrix } from "@imdb/core/display";
import { checkOption, checkRun, having, recordOf, rule } from "@imdb/core/options";
import { identityOfParts } from "../identity.js";
import { lazy } from "../lazy.js";
import { maybeSupervised } from "./maybe-supervised.js";

/** Fitted vectorizers whose columns are concatenated; itself a fitted vectorizer. */
export interface FittedUnion extends FittedVectorizer {
  readonly kind: "feature-union";
  readonly parts: Readonly<Record<string, FittedVectorizer>>;
}

/**
 * Concatenates the columns of several vectorizers, in the order of the parts. Columns are named `part__feature` as in
 * scikit-learn.
 *
 * With a part that learns from labels the result is a `SupervisedVectorizer`, whose `fit` asks for them.
 *
 * @throws `INVALID_OPTION` without a part, for a part that is not a vectorizer, and for a name that is empty or
 *   contains `__`.
 * @example
 * const union = featureUnion({ words: countVectorizer(), style: denseFeatures({ features: ["exclamations"] }) });
 * (await union.fit(withRole("train", ["good!"]))).featureNames(); // => ["words__good", "style__exclamations"]
 */
export function featureUnion(
  parts: Readonly<Record<string, Vectorizer<FittedVectorizer>>>,
): Vectorizer<FittedUnion>;
export function featureUnion(
  parts: Readonly<Record<string, AnyVectorizer>>,
): SupervisedVectorizer<FittedUnion>;
export function featureUnion(parts: Readonly<Record<string, AnyVectorizer>>): AnyVectorizer<FittedUnion> {
  checkOption("parts", parts, recordOf(having<AnyVectorizer>("a vectorizer", "fit")));
  const entries = Object.entries(parts);
  checkOption(
    "parts",
    entries.length,
    rule("at least one vectorizer", (parts) => parts !== 0),
  );
  const isName = rule<string>("names without __", (name) => name !== "" && !String(name).includes("__"));
  for (const [name] of entries) checkOption("parts", name, isName);
  const params = { parts: Object.fromEntries(entries.map(([name, part]) => [name, part.params])) };

  async function fitTransform(train: TrainTexts, labels: TrainLabels | undefined, run: RunOptions) {
    assertTrain(train);
    checkRun(run);
    const fitted: [string, FittedVectorizer][] = [];
    const matrices: CsrMatrix[] = [];
    for (const [name, part] of entries) {
      const { vectorizer, matrix } = await fitVectorizer(part, train, labels, run);
      fitted.push([name, vectorizer]);
      matrices.push(matrix);
    }
    return { vectorizer: fittedUnion(Object.fromEntries(fitted)), matrix: concatenateColumns(matrices) };
  }

  return maybeSupervised(
    entries.some(([, part]) => part.supervised === true),
    { params, identity: identityOfParts("feature-union", entries) },
    fitTransform,
  );
}

/** Makes a fitted union of fitted parts. */
export function fittedUnion(parts: Readonly<Record<string, FittedVectorizer>>): FittedUnion {
  const entries = Object.entries(parts);
  const all = Object.values(parts);
  return {
    kind: "feature-union",
    params: { parts: Object.fromEntries(entries.map(([name, part]) => [name, part.params])) },
    featureCount: all.reduce((sum, part) => sum + part.featureCount, 0),
    parts,
    transform: (texts) => concatenateColumns(all.map((part) => part.transform(texts))),
    featureNames: lazy(() =>
      entries.flatMap(([name, part]) => part.featureNames().map((feature) => `${name}__${feature}`)),
    ),
    locate: (text) => locateIn(all, text),
    ...warningsOf(all),
    ...countTermsOf(all),
  };
}

function warningsOf(parts: readonly FittedVectorizer[]): Pick<FittedVectorizer, "warnings"> {
  const warnings = parts.flatMap((part) => part.warnings ?? []);
  return warnings.length > 0 ? { warnings } : {};
}

/** Counts the terms of all parts; the method is absent when no part has it. */
function countTermsOf(parts: readonly FittedVectorizer[]): Pick<FittedVectorizer, "countTerms"> {
  const knowing = parts.filter((part) => part.countTerms !== undefined);
  if (knowing.length === 0) return {};
  return {
    countTerms(text) {
      const counts = knowing.map((part) => part.countTerms!(text));
      const sum = (name: keyof TermCount) => counts.reduce((all, count) => all + count[name], 0);
      return { total: sum("total"), unknown: sum("unknown") };
    },
  };
}

function locateIn(parts: readonly FittedVectorizer[], text: string): FeatureOccurrence[] {
  let before = 0;
  const found: FeatureOccurrence[] = [];
  for (const part of parts) {
    for (const one of part.locate?.(text) ?? []) found.push({ ...one, feature: one.feature + before });
    before += part.featureCount;
  }
  return found;
}

/** One matrix of the columns of several, which have the same rows. */
function concatenateColumns(parts: readonly CsrMatrix[]): CsrMatrix {
  const rows = parts[0]!.rows;
  const size = parts.reduce((sum, part) => sum + part.indices.length, 0);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(size);
  const values = new Float32Array(size);
  let used = 0;
  for (let row = 0; row < rows; row++) {
    let before = 0;
    for (const part of parts) {
      for (let k = part.indptr[row]!; k < part.indptr[row + 1]!; k++) {
        indices[used] = part.indices[k]! + before;
        values[used++] = part.values[k]!;
      }
      before += part.cols;
    }
    indptr[row + 1] = used;
  }
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  return displayMatrix({ rows, cols, indptr, indices, values });
}
