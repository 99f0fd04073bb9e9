// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import { join } from "node:path";
import type {} from "../../../tools/crash/check-crashes.mjs";
import { createPredictionLog } from "../src/node/index.js";
import { scoreIn } from "./batch-of-the-tests.js";

const [operation = "", folder = "", number = ""] = process.argv.slice(2);

async function logPredictions(acknowledgement: "written" | "synced"): Promise<void> {
  const path = join(folder, "logs", "predictions.jsonl");
  const log = await createPredictionLog({ path, acknowledge: acknowledgement, maxBytes: 600, maxFiles: 50 });
  for (let i = 0; i < 8; i++) {
    await log.write([record(i), record(i + 100)]);
    acknowledge(`record ${i}`);
    acknowledge(`record ${i + 100}`);
  }
  await log.close();
}

function record(i: number) {
  const time = new Date(1_700_000_000_000 + i).toISOString();
  const probabilities = { neg: 0.25, pos: 0.75 };
  return { id: `r${i}`, time, modelVersion: "v1", text: "fine", label: "pos", probabilities, latencyMs: 1 };
}

async function score(): Promise<void> {
  try {
    await scoreIn(folder);
    acknowledge(`scored by ${number}`);
  } catch (error) {
    // The other process has the output.
    if ((error as { code?: string }).code !== "OUTPUT_IN_USE") throw error;
  }
}

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  "batch output and checkpoint": score,
  "one batch by two processes": score,
  "prediction log, written": () => logPredictions("written"),
  "prediction log, synced": () => logPredictions("synced"),
};

await OPERATIONS[operation]?.();
