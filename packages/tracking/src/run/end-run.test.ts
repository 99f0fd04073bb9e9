import { rename, rm, writeFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { createTracker, type EndStatus, fileStore, RunEnded, type TrackingStore } from "../index.js";
import { scratchExperiment } from "../testing/scratch-experiment.js";
import { thrown } from "../testing/thrown.js";

const scratch = scratchExperiment();
const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

/** A store that fails to record the end of a run so many times. */
function failing(times: number): { store: TrackingStore; updates: () => number } {
  const store = fileStore(`${scratch.dir}/mlruns`);
  let updates = 0;
  return {
    updates: () => updates,
    store: {
      ...store,
      async updateRun(runId, update) {
        if (++updates <= times) throw full;
        await store.updateRun(runId, update);
      },
    },
  };
}

const startIn = async (store: TrackingStore) =>
  (await createTracker({ store }).setExperiment("sentiment")).startRun({
    systemMetrics: { intervalMs: 1_000 },
  });

test("R39: an end that could not be recorded is not done: a further call records it", async () => {
  const { store } = failing(2);
  const run = await startIn(store);
  expect(await thrown(run.end())).toBe(full);
  expect(await thrown(run.end())).toBe(full);
  expect((await store.getRun(run.runId)).info.status).toBe("RUNNING");
  expect(RunEnded.is(await thrown(run.logMetric("m", 1)))).toBe(true);
  await run.end();
  expect((await store.getRun(run.runId)).info.status).toBe("FINISHED");
  await run.end("FAILED");
  expect((await store.getRun(run.runId)).info.status).toBe("FINISHED");
});

test("an end whose folder is gone, with a file in its place, is a typed error, and is made up for", async () => {
  const root = `${scratch.dir}/mlruns`;
  const run = await startIn(fileStore(root));
  const experiment = `${root}/${run.experimentId}`;
  await rename(experiment, `${scratch.dir}/elsewhere`);
  await writeFile(experiment, "in the way");
  for (const failed of [await thrown(run.logParam("p", 1)), await thrown(run.end())])
    expect(failed).toMatchObject({ code: "RUN_NOT_FOUND", message: expect.stringContaining(root) });
  await rm(experiment);
  await rename(`${scratch.dir}/elsewhere`, experiment);
  await run.end();
  expect((await fileStore(root).getRun(run.runId)).info.status).toBe("FINISHED");
});

test("a store whose folder is gone, or whose working directory is, is a typed error", async () => {
  const root = `${scratch.dir}/gone`;
  const store = fileStore(root);
  await rm(root, { recursive: true });
  expect(await thrown(store.listExperiments())).toMatchObject({ code: "FILE_FAILURE" });
  vi.spyOn(process, "cwd").mockImplementation(() => {
    throw Object.assign(new Error("ENOENT: process.cwd failed, uv_cwd"), { code: "ENOENT" });
  });
  expect(() => fileStore("mlruns")).toThrow(expect.objectContaining({ code: "FILE_FAILURE" }));
});

test("leaving the block ends the run with the status that was asked for", async () => {
  const { store } = failing(1);
  let runId = "";
  const failed = await thrown(
    (async () => {
      await using run = await startIn(store);
      ({ runId } = run);
      await run.end("KILLED");
    })(),
  );
  expect(failed).toBe(full);
  expect((await store.getRun(runId)).info.status).toBe("KILLED");
});

test("calls at the same time record one end, and all of them fail when it fails", async () => {
  const { store, updates } = failing(1);
  const run = await startIn(store);
  const ends = () =>
    Promise.all((["FINISHED", "FAILED"] as EndStatus[]).map((status) => thrown(run.end(status))));
  expect(await ends()).toEqual([full, full]);
  expect(updates()).toBe(1);
  expect(await ends()).toEqual([undefined, undefined]);
  expect(updates()).toBe(2);
});

test.each([
  ["a bigint", { n: 1n }],
  ["nothing", undefined],
  ["a function", () => 1],
])("logDict names the artifact of %s, which JSON does not have", async (_, value) => {
  const run = await startIn(fileStore(`${scratch.dir}/mlruns`));
  expect(await thrown(run.logDict(value, "a.json"))).toMatchObject({ code: "INVALID_TRACKED_VALUE" });
  await run.end();
});
