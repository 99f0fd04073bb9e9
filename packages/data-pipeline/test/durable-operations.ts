// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import type {} from "../../../tools/crash/check-crashes.mjs";
import { downloadTo, sendDataset, storeDataset, storeStream } from "./data-of-the-tests.js";

const [operation = "", folder = ""] = process.argv.slice(2);

async function storeTwice(store: typeof storeDataset): Promise<void> {
  for (const text of ["first", "second"] as const) {
    await store(folder, text);
    acknowledge(text);
  }
}

async function download(): Promise<void> {
  await downloadTo(folder);
  acknowledge("downloaded");
}

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  materialize: () => storeTwice(storeDataset),
  "materialize a stream": () => storeTwice(storeStream),
  "push and pull": () => storeTwice(sendDataset),
  download,
  "download by two processes": download,
};

await OPERATIONS[operation]?.();
