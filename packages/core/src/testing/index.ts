export type { BenchEntry } from "./bench-entry.js";
export { classifierContract } from "./classifier-contract.js";
export { codecContract } from "./codec-contract.js";
export { compositeContract } from "./composite-contract.js";
export type { ContractCase } from "./contract-case.js";
export { vectorizerContract } from "./vectorizer-contract.js";
