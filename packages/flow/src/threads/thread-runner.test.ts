import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { builtScript } from "../testing/built-script.js";

test("tasks run on threads: in parallel, stopped at their timeout, Crashed when their thread dies", async () => {
  const [script, tasks] = [await builtScript("thread-flow"), await builtScript("thread-tasks")];
  const { stdout } = await promisify(execFile)(process.execPath, [script, tasks]);
  const { runs, events } = JSON.parse(stdout);
  const [works, stuck, dying, unstorable] = runs;
  expect(works).toMatchObject({
    state: "Completed",
    result: {
      sums: [
        { total: 3, onThread: true, doubled: { 0: 2, 1: 4 } },
        { total: 7, onThread: true, doubled: { 0: 6, 1: 8 } },
      ],
      role: "train",
      fitted: [2],
    },
  });
  expect(events.filter((type: string) => type === "log" || type === "progress")).toHaveLength(4);
  expect(stuck).toMatchObject({ state: "Failed", error: { code: "FLOW_TIMEOUT" } });
  expect(dying).toMatchObject({
    error: { code: "WORKER_FAILURE" },
    steps: [{ state: "Crashed", attempts: 2 }],
  });
  expect(dying.state).toBe("Crashed");
  expect(unstorable).toMatchObject({ state: "Failed", error: { code: "UNSTORABLE_VALUE" } });
});
