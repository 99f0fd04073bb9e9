export { type ParallelTransformer, parallelTransformer } from "./parallel-transformer.js";
export { parallelVectorizer } from "./parallel-vectorizer.js";
