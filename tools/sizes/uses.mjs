/**
 * What people import for one purpose, as their module would say it, and the most that it may weigh in a browser
 * bundle: kilobytes of 1000 bytes, minified and gzipped. A limit is raised by a decision, never by `--record`.
 */
export const USES = [
  {
    name: "one metric: `accuracyScore`",
    code: 'export { accuracyScore } from "@imdb/train";',
    limit: 8,
  },
  {
    name: "`tfidfVectorizer`",
    code: 'export { tfidfVectorizer } from "@imdb/features";',
    limit: 30,
  },
  {
    name: "a predictor with all codecs",
    code: 'export { loadModel } from "@imdb/serve/defaults";',
    limit: 60,
  },
  {
    name: "`createApp`",
    code: 'export { createApp } from "@imdb/serve";',
    limit: 60,
  },
  {
    name: "`createProfile` with `driftReport`",
    code: 'export { createProfile, driftReport } from "@imdb/monitor";',
    limit: 60,
  },
];
