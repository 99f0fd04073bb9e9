import { test } from "vitest";
import { checkCrashes } from "./check-crashes.mjs";

/** A usual run takes seconds; one with IMDB_HEAVY=1 looks at every state. */
const LONG = { timeout: 1_800_000 };

/** See crash-tests.d.mts. */
export function crashTests(script) {
  return (operations, checks) => {
    for (const [operation, variant] of Object.entries(operations)) {
      test(operation, LONG, () => checkCrashes({ operation, script, ...checks, ...variant }));
    }
  };
}
