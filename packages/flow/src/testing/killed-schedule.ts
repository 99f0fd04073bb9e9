/**
 * A schedule that a test starts in a separate process, due every second: `killed-schedule.ts FOLDER MODE`. With the mode
 * `hang` the second step of its first run waits until it is killed; else it prints each run as a line.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { flow, folderResultStore, folderRunStore, interval, schedule, task } from "../index.js";

const [folder = "", mode = ""] = process.argv.slice(2);
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);

const load = task({ name: "load" }, (date: string) => `rows of ${date}`);
const score = task({ name: "score" }, async (rows: string) => {
  if (mode === "hang") {
    say(rows);
    await sleep(60_000);
  }
  return `scores of ${rows}`;
});

await schedule(
  flow({ name: "daily" }, async (date: string) => score(await load(date))),
  {
    key: "daily",
    when: interval(1),
    input: ({ scheduledFor }) => scheduledFor.toISOString(),
    missed: "skip",
    folder: join(folder, "schedules"),
    settings: {
      store: folderResultStore(join(folder, "results")),
      runs: folderRunStore(join(folder, "runs")),
    },
    onRun: (run, { scheduledFor }) =>
      say({ scheduledFor, ...run, steps: run.steps.map((step) => step.state) }),
    onError: (error) => say(error),
  },
).start();
