/**
 * A flow that a test starts in a separate process: three steps, each of which writes a line to a file. With the argument
 * `die`, the process kills itself in the second step; with `hang` it waits there until it is killed.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flow, folderResultStore, folderRunStore, task } from "../index.js";

const [folder = "", mode = ""] = process.argv.slice(2);

const step = task({ name: "step" }, async (n: number) => {
  appendFileSync(join(folder, "ran.txt"), `${n}\n`);
  if (n === 2 && mode === "die") process.kill(process.pid, "SIGKILL");
  if (n === 2 && mode === "hang") {
    process.stdout.write("hangs\n");
    await sleep(60_000);
  }
  return 10 * n;
});

const steps = flow({ name: "steps" }, async (upTo: number) => {
  let sum = 0;
  for (let n = 1; n <= upTo; n++) sum += await step(n);
  return sum;
});

const run = await steps.run(3, {
  store: folderResultStore(join(folder, "results")),
  runs: folderRunStore(join(folder, "runs")),
});
process.stdout.write(JSON.stringify(run));
