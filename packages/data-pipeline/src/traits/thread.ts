import { parentPort } from "node:worker_threads";
import { serveJobs } from "@imdb/core/node";
import { readTraits, type TextTraits } from "./text-traits.js";
import type { TraitJob } from "./trait-reader.js";

serveJobs<TraitJob, TextTraits>(parentPort, ({ texts, shingleSize }) => {
  const value = readTraits(texts, shingleSize);
  const { keys, shingles, marks, scripts } = value;
  return { value, transfer: [keys, shingles, marks, scripts].map(({ buffer }) => buffer as ArrayBuffer) };
});
