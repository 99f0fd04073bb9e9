// The tasks of the workers. A result has a part that no other computation has, so that two of them differ.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { task } from "@imdb/flow";

const PATIENT = { retries: 40, retryDelay: "300ms" };

/** Computes over the queue. */
export const square = task({ name: "square", cache: "inputs", ...PATIENT }, async ({ n, waitMs }) => {
  await sleep(waitMs);
  return { n, square: n * n, by: process.pid, nonce: randomUUID() };
});

/** Hands its input over through the store. */
export const double = task({ name: "double", cache: "none", ...PATIENT }, (n) => 2 * n);
