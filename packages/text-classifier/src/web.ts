export { loadTextClassifier, textClassifier, textClassifierCodec } from "./in-browser.js";
export * from "./shared.js";
