export { loadTextClassifier, textClassifier } from "./in-browser.js";
export * from "./shared.js";
