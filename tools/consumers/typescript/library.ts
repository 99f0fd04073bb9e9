// What a library author exports: nothing is annotated, so that the declarations must name the types themselves.

import { featureCodecs, sentimentTokenizer, tfidfVectorizer, wordTokenizer } from "@imdb/features";
import { parallelVectorizer } from "@imdb/features/node";
import { createProfile, driftReport } from "@imdb/monitor";
import { loadBundle, readBundleFiles } from "@imdb/runtime/bundles";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { createLogger, loadPredictor } from "@imdb/serve/node";
import { gridSearchCV, logisticRegression, stratifiedKFold, trainCodecs } from "@imdb/train";
import { fileMemory, workerFolds } from "@imdb/train/node";

export const codecs = [...featureCodecs, ...trainCodecs];
export const load = () => loadModel("model", { labels: ["neg", "pos"] });
export const loadByHand = () => loadBundle("model", codecs);
export const files = () => readBundleFiles("model");
export const predictor = () => loadPredictor("model", { codecs });
export const app = async () => createApp({ predictor: await load() });
export const logger = () => createLogger();
export const tokenizers = { words: wordTokenizer(), sentiment: sentimentTokenizer() };
export const vectorizer = parallelVectorizer(tfidfVectorizer(), { threads: 2 });
export const classifier = logisticRegression();
export const folds = stratifiedKFold({ folds: 2 });
export const runner = () => workerFolds({ threads: 2 });
export const memory = () => fileMemory("memory");
export const search = gridSearchCV;
export const report = (texts: readonly string[]) => {
  const profile = createProfile(texts);
  return driftReport({ reference: profile, current: profile });
};
