// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import { appendFileSync } from "node:fs";
import type {} from "../../../tools/crash/check-crashes.mjs";
import { logOf, SECOND, watchIn } from "./watch-of-the-tests.js";

const [operation = "", folder = ""] = process.argv.slice(2);

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  async "watch state"() {
    await watchIn(folder, "caughtUp", ({ start }) => acknowledge(`window ${start}`));
    acknowledge("caught up");
    appendFileSync(logOf(folder), SECOND);
    await watchIn(folder, "end", ({ start }) => acknowledge(`window ${start}`));
    acknowledge("end");
  },
};

await OPERATIONS[operation]?.();
