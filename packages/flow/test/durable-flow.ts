import { join } from "node:path";
import {
  flow,
  folderResultStore,
  folderRunStore,
  interval,
  type ScheduleOptions,
  schedule,
  task,
} from "../src/index.js";

// The flow and the schedule of the crash tests: a process that is recorded runs them, and the test recovers them.

/** Where results and runs are kept in a folder. */
export const settingsIn = (folder: string) => ({
  store: folderResultStore(join(folder, "results")),
  runs: folderRunStore(join(folder, "runs")),
});

/** The text of a function is part of the key of its results; that of a bound one is the same in a bundle. */
const sameSource = <T extends (input: never) => unknown>(work: T): T => work.bind(undefined) as T;

const reportOf = (day: string) => `report of ${day}`;

/** A flow of three steps. */
export function threeSteps(onStep: (n: number, when: "computed" | "done") => void) {
  function compute(n: number): number {
    onStep(n, "computed");
    return 10 * n;
  }
  const step = task({ name: "step", version: "1" }, sameSource(compute));
  return flow({ name: "steps", version: "1" }, async (upTo: number) => {
    let sum = 0;
    for (let n = 1; n <= upTo; n++) {
      sum += await step(n);
      onStep(n, "done");
    }
    return sum;
  });
}

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** The days that a schedule has missed when it starts, `lastDue` ago. */
export const DAYS = 2;

/** The runs of a folder that are complete. */
export async function completedDays(folder: string): Promise<number> {
  return (await settingsIn(folder).runs.list()).filter(({ state }) => state === "Completed").length;
}

/** A schedule that is due once a day, and makes up for each day that was missed. */
export function daily(folder: string, more: Pick<ScheduleOptions<string, string>, "onRun" | "onError">) {
  const report = task({ name: "report", version: "1" }, sameSource(reportOf));
  return schedule(
    flow({ name: "daily", version: "1" }, (day: string) => report(day)),
    {
      key: "daily",
      when: interval("1d"),
      input: ({ scheduledFor }) => scheduledFor.toISOString(),
      missed: "runAll",
      overlap: "wait",
      folder: join(folder, "schedules"),
      settings: settingsIn(folder),
      ...more,
    },
  );
}
