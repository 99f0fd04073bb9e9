/**
 * What people import for one purpose, and the most that it may weigh in a browser's bundle: kilobytes of 1000 bytes,
 * minified and gzipped. These limits are decisions; `--record` does not change them.
 */
export const USES = [
  use("one metric: `accuracyScore`", 'export { accuracyScore } from "@imdb/train";', 8),
  use("`tfidfVectorizer`", 'export { tfidfVectorizer } from "@imdb/features";', 30),
  use("a predictor with all codecs: `loadModel`", 'export { loadModel } from "@imdb/serve/defaults";', 61),
  use(
    "a text classifier that predicts, evaluates and explains: `loadTextClassifier`",
    'export { loadTextClassifier } from "@imdb/text-classifier";',
    72,
  ),
  use(
    "the same, fitted in the page: `textClassifier` with `tfidfVectorizer` and `logisticRegression`",
    'export { logisticRegression, textClassifier, tfidfVectorizer } from "@imdb/text-classifier";',
    89,
  ),
  use("`createApp`", 'export { createApp } from "@imdb/serve";', 60),
  use(
    "`createProfile` with `driftReport`",
    'export { createProfile, driftReport } from "@imdb/monitor";',
    60,
  ),
];

function use(name, code, limit) {
  return { name, code, limit, platform: "browser" };
}
