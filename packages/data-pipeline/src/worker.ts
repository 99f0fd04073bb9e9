/** The script that the threads of this package run. */
import { parentPort } from "node:worker_threads";
import { builtInSteps } from "@imdb/core/cleaning";
import { serveJobs } from "@imdb/runtime/threads";
import { type PreparedTexts, prepareTexts } from "./preparation/prepare-texts.js";
import type { PreparationJob } from "./preparation/text-preparer.js";

serveJobs<PreparationJob, readonly PreparedTexts[]>(
  "@imdb/data-pipeline",
  parentPort,
  ({ blocks, cleaning, sketched }) => {
    const steps = builtInSteps(cleaning);
    const value = blocks.map((block) => prepareTexts(block, steps, sketched));
    const arrays = value.flatMap(({ digests, traits: { keys, shingles, marks, scripts } }) => [
      digests,
      keys,
      shingles,
      marks,
      scripts,
    ]);
    return { value, transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) };
  },
);
