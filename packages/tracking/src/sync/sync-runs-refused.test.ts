import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTracker, fileStore, syncRuns } from "../index.js";
import { refusedArtifact, syncedScratch } from "../testing/synced-scratch.js";

const on = syncedScratch();

describe("R31: syncRuns", () => {
  test("content decides, not size", async () => {
    const [from, to] = [fileStore(join(on.dir, "from")), fileStore(join(on.dir, "to"))];
    const run = await (await createTracker({ store: from }).setExperiment("e")).startRun();
    await run.logText('{"accuracy":0.91}', "metrics.json");
    await syncRuns(from, to);
    await run.logText('{"accuracy":0.19}', "metrics.json");
    await run.end();
    const { runs, artifacts } = await syncRuns(from, to);
    expect(artifacts).toBe(1);
    const there = await to.artifacts.read({ runId: runs.get(run.runId)! }, "metrics.json");
    expect(Buffer.from(there).toString()).toBe('{"accuracy":0.19}');
  });

  test("a copy that was deleted stays deleted, is named, and stops no other", async () => {
    const [from, to] = [fileStore(join(on.dir, "from")), fileStore(join(on.dir, "to"))];
    const experiment = await createTracker({ store: from }).setExperiment("e");
    const [first, second] = [await experiment.startRun(), await experiment.startRun()];
    const { runs } = await syncRuns(from, to);
    await to.deleteRun(runs.get(first.runId)!);
    for (const run of [first, second]) {
      await run.logMetric("m", 1);
      await run.end();
    }
    const report = await syncRuns(from, to);
    expect(report.refused).toMatchObject([{ runId: first.runId, record: "run", reason: /is deleted/ }]);
    expect((await to.getRun(runs.get(second.runId)!)).metrics).toEqual({ m: 1 });
    expect((await to.getRun(runs.get(first.runId)!)).info.lifecycleStage).toBe("deleted");
  });

  test("an artifact that the target does not take is named, and stops no other", async () => {
    const from = fileStore(join(on.dir, "from"));
    const to = fileStore(join(on.dir, "to"));
    const refusing = {
      ...to,
      artifacts: {
        ...to.artifacts,
        putFile: async (...args: Parameters<typeof to.artifacts.putFile>) => {
          if (args[1] === "a.txt") throw refusedArtifact();
          return to.artifacts.putFile(...args);
        },
      },
    };
    const { runId } = await (await createTracker({ store: from }).setExperiment("e")).startRun(
      {},
      async (run) => {
        await run.logText("x", "a.txt");
        await run.logText("x", "b.txt");
        return run;
      },
    );
    const { refused, runs } = await syncRuns(from, refusing);
    expect(refused).toMatchObject([{ runId, record: "artifact a.txt" }]);
    expect(await to.artifacts.list({ runId: runs.get(runId)! })).toMatchObject([{ path: "b.txt" }]);
    expect((await to.getRun(runs.get(runId)!)).info.status).toBe("FINISHED");
  });

  test("R36: a damaged run is named, and the others are copied", async () => {
    const [from, to] = [fileStore(join(on.dir, "from")), fileStore(join(on.dir, "to"))];
    const experiment = await createTracker({ store: from }).setExperiment("e");
    const [bad, good] = [await experiment.startRun(), await experiment.startRun()];
    for (const run of [bad, good]) await run.end();
    const path = join(on.dir, "from", experiment.experimentId, bad.runId, "meta.yaml");
    await writeFile(path, "");
    const { runs, refused } = await syncRuns(fileStore(join(on.dir, "from")), to);
    expect([...runs.keys()]).toEqual([good.runId]);
    expect(refused).toEqual([{ runId: "", record: path, reason: "it is empty" }]);
  });
});
