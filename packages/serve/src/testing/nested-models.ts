import {
  type Classifier,
  type Codec,
  type FittedClassifier,
  type FittedVectorizer,
  type TrainLabels,
  withRole,
} from "@imdb/core";
import { cleanedVectorizer, cleaningCodec, defaultCleaning } from "@imdb/data-pipeline/cleaning";
import {
  columnScaler,
  countVectorizer,
  denseFeatures,
  featureCodecs,
  featureUnion,
  hashingVectorizer,
  nbWeighting,
  pipeline,
  selectKBest,
  tfidfTransformer,
  tfidfVectorizer,
  truncatedSvd,
} from "@imdb/features";
import {
  calibratedClassifier,
  complementNb,
  dummyClassifier,
  linearSvc,
  logisticRegression,
  multinomialNb,
  nbLogisticRegression,
  oneVsRestClassifier,
  sgdClassifier,
  stratifiedKFold,
  trainCodecs,
  votingClassifier,
} from "@imdb/train";

/** The codecs of all parts in this repository. */
export const allCodecs: readonly Codec[] = [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs];

const WORDS = ["good", "bad", "film", "plot", "acting", "dull", "great", "story"];
const TEXTS = withRole(
  "train",
  Array.from({ length: 24 }, (_, i) => WORDS.filter((_, w) => (i * (w + 3)) % (w + 2) < 2).join(" ")),
);
const LABELS: TrainLabels = {
  role: "train",
  classes: ["a", "b", "c"],
  codes: Int32Array.from({ length: 24 }, (_, i) => i % 3),
};

/** A vectorizer of every kind, with nested ones. */
export async function nestedVectorizers(): Promise<Record<string, FittedVectorizer>> {
  const inner = pipeline(countVectorizer(), [nbWeighting()]);
  const union = featureUnion({
    words: tfidfVectorizer({ ngramRange: [1, 2] }),
    weighted: inner,
    style: denseFeatures({ features: ["characters"], lexicon: { good: 1 } }),
  });
  const select = selectKBest({ k: 4 });
  const selected = pipeline(countVectorizer(), [select, tfidfTransformer()]);
  const reduced = pipeline(countVectorizer(), [truncatedSvd({ nComponents: 2 })]);
  const hashing = hashingVectorizer({ nFeatures: 16 });
  const counts = await countVectorizer().fit(TEXTS);
  const whole = await pipeline(union, [columnScaler()]).fit(TEXTS, LABELS);
  return {
    counts,
    tfidf: await tfidfVectorizer({ sublinearTf: true }).fit(TEXTS),
    hashing: hashing as FittedVectorizer,
    selected: await selected.fit(TEXTS, LABELS),
    reduced: await reduced.fit(TEXTS),
    union: await union.fit(TEXTS, LABELS),
    pipeline: whole,
    cleaned: cleanedVectorizer(whole, defaultCleaning()),
    cleanedCounts: cleanedVectorizer(counts, []),
  };
}

/** A classifier of every kind, with nested ones. */
export async function nestedClassifiers(
  vectorizer: FittedVectorizer,
): Promise<Record<string, FittedClassifier>> {
  const cv = stratifiedKFold({ folds: 2 });
  const makers: Record<string, Classifier> = {
    logisticRegression: logisticRegression(),
    linearSvc: linearSvc(),
    multinomialNb: multinomialNb(),
    complementNb: complementNb(),
    nbLogisticRegression: nbLogisticRegression(),
    sgd: sgdClassifier(),
    oneVsRest: oneVsRestClassifier(calibratedClassifier(multinomialNb(), { cv })),
    voting: votingClassifier([multinomialNb(), oneVsRestClassifier(logisticRegression())]),
    calibrated: calibratedClassifier(votingClassifier([multinomialNb(), complementNb()]), {
      cv,
      method: "isotonic",
    }),
  };
  const X = vectorizer.transform(TEXTS);
  const fitted = Object.entries(makers).map(
    async ([name, maker]) => [name, await maker.fit(X, LABELS, { seed: 1 })] as const,
  );
  return Object.fromEntries(await Promise.all(fitted));
}

/** A classifier of the given number of nested parts. */
export function deepClassifier(vectorizer: FittedVectorizer, parts: number): Promise<FittedClassifier> {
  let classifier: Classifier = dummyClassifier();
  for (let part = 1; part < parts; part++) classifier = votingClassifier([classifier]);
  return classifier.fit(vectorizer.transform(TEXTS), LABELS);
}

/** A classifier for any vectorizer. */
export function dummyFor(vectorizer: FittedVectorizer): Promise<FittedClassifier> {
  return dummyClassifier().fit(vectorizer.transform(TEXTS), LABELS);
}
