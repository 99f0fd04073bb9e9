export { displayHtml } from "@imdb/core/display";
export type * from "@imdb/data-pipeline";
export {
  createPipeline,
  groupedSplit,
  readCsv,
  readJsonl,
  stratifiedSplit,
} from "@imdb/data-pipeline";
export type * from "@imdb/serve/node";
export { serveHttp } from "@imdb/serve/node";
export { loadTextClassifier, textClassifier, textClassifierCodec } from "./in-node.js";
export * from "./shared.js";
