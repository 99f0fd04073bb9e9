export {
  createPipeline,
  type Dataset,
  groupedSplit,
  readCsv,
  readJsonl,
  stratifiedSplit,
} from "@imdb/data-pipeline";
export { serveHttp } from "@imdb/serve/node";
export { loadTextClassifier, textClassifier } from "./in-node.js";
export * from "./shared.js";
