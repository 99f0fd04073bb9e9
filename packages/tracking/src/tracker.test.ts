import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Cancelled, type RunLogger } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { RunEnded } from "./index.js";
import { scratchExperiment } from "./testing/scratch-experiment.js";
import { thrown } from "./testing/thrown.js";

const scratch = scratchExperiment();

describe("startRun", () => {
  test("records parameters, metrics, tags, texts and datasets, and ends FINISHED", async () => {
    let runId = "";
    const result = await scratch.experiment.startRun(
      { runName: "baseline", tags: { stage: "dev" } },
      async (run) => {
        runId = run.runId;
        await run.logParams({ C: 10, solver: "liblinear", dual: true, none: null });
        await run.logMetrics({ accuracy: 0.5, loss: 0.7 }, { step: 1 });
        await run.logMetrics({ accuracy: 0.9 }, { step: 2 });
        await run.setTags({ note: "good" });
        await run.logText("<p>hello</p>", "reports/quality.html");
        const digest = `sha256:${"a".repeat(64)}`;
        await run.logInput({
          name: "imdb",
          digest,
          source: "aclImdb",
          context: "train",
          profile: { rows: 3 },
        });
        return 42;
      },
    );

    expect(result).toBe(42);
    const run = await scratch.tracker.getRun(runId);
    expect(run.info).toMatchObject({ runName: "baseline", status: "FINISHED", lifecycleStage: "active" });
    expect(run.info.endTime).toBeGreaterThanOrEqual(run.info.startTime);
    expect(run.params).toEqual({ C: "10", dual: "True", none: "None", solver: "liblinear" });
    expect(run.metrics).toEqual({ accuracy: 0.9, loss: 0.7 });
    expect(run.tags).toMatchObject({ stage: "dev", note: "good", "mlflow.runName": "baseline" });
    expect(run.inputs).toHaveLength(1);
    expect(run.inputs[0]).toMatchObject({ name: "imdb", tags: { "mlflow.data.context": "train" } });
    expect(run.inputs[0]?.digest).toHaveLength(36);
    const text = await scratch.tracker.store.artifacts.read({ runId }, "reports/quality.html");
    expect(Buffer.from(text).toString()).toBe("<p>hello</p>");
    const history = await scratch.tracker.store.getMetricHistory(runId, "accuracy");
    expect(history.map(({ step, value }) => [step, value])).toEqual([
      [1, 0.5],
      [2, 0.9],
    ]);
  });

  test("a handle is core's RunLogger", async () => {
    const train = (logger: RunLogger) => logger.logMetrics({ f1: 1 }, { step: 3 });
    const run = await scratch.experiment.startRun({}, async (run) => {
      await train(run);
      return run;
    });
    expect((await scratch.tracker.getRun(run.runId)).metrics).toEqual({ f1: 1 });
  });

  test("ends FAILED when the work throws, and throws the error again", async () => {
    const boom = new Error("boom");
    let runId = "";
    const error = await thrown(
      scratch.experiment.startRun({}, (run) => {
        runId = run.runId;
        throw boom;
      }),
    );
    expect(error).toBe(boom);
    const run = await scratch.tracker.getRun(runId);
    expect(run.info.status).toBe("FAILED");
    expect(run.tags["imdb.error"]).toBe("Error: boom");
  });

  test.each([
    ["an abort", () => AbortSignal.abort().reason as Error],
    ["CANCELLED", () => Cancelled.create({ what: "Fitting" })],
  ])("ends KILLED on %s", async (_name, make) => {
    let runId = "";
    await thrown(
      scratch.experiment.startRun({}, (run) => {
        runId = run.runId;
        throw make();
      }),
    );
    expect((await scratch.tracker.getRun(runId)).info.status).toBe("KILLED");
  });

  test("without a callback the caller ends the run; leaving its block early is FAILED", async () => {
    let left = "";
    {
      await using run = await scratch.experiment.startRun();
      left = run.runId;
    }
    expect((await scratch.tracker.getRun(left)).info.status).toBe("FAILED");

    let ended = "";
    {
      await using run = await scratch.experiment.startRun({ runName: "by hand" });
      ended = run.runId;
      await run.end();
    }
    expect((await scratch.tracker.getRun(ended)).info.status).toBe("FINISHED");
  });

  test("records the environment in MLflow's tags", async () => {
    const run = await scratch.experiment.startRun({}, (run) => scratch.tracker.getRun(run.runId));
    expect(run.tags["mlflow.source.type"]).toBe("LOCAL");
    const git = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" });
    const inRepository = git.status === 0;
    expect(run.tags["mlflow.source.git.commit"]).toBe(inRepository ? git.stdout.trim() : undefined);
    if (inRepository) {
      expect(run.tags["mlflow.source.git.dirty"]).toMatch(/^(true|false)$/);
      expect(run.tags["mlflow.source.git.branch"]).toMatch(/./);
    }
    expect(run.tags["mlflow.source.name"]).toBe(process.argv[1]);
    expect(run.tags["imdb.command"]).toContain(process.argv[1]);
    expect(run.tags["mlflow.user"]).toMatch(/./);
    expect(run.tags["imdb.node.version"]).toBe(process.version);
    expect(run.tags["imdb.cpu"]).toMatch(/×/);
    expect(JSON.parse(run.tags["imdb.packages"] ?? "{}")).toHaveProperty("zod");
    expect(run.info.userId).toBe(run.tags["mlflow.user"]);
  });

  test("nothing can be logged after the end", async () => {
    const run = await scratch.experiment.startRun({}, (run) => run);
    expect(RunEnded.is(await thrown(run.logMetrics({ late: 1 })))).toBe(true);
  });

  test("nested runs name their parent", async () => {
    const [parent, child] = await scratch.experiment.startRun({}, async (outer) => {
      const inner = await scratch.experiment.startRun({ parentRunId: outer.runId }, (run) => run.runId);
      return [outer.runId, inner];
    });
    expect((await scratch.tracker.getRun(child!)).tags["mlflow.parentRunId"]).toBe(parent);
  });

  test("system metrics are sampled in MLflow's names while the run is open", async () => {
    const run = await scratch.experiment.startRun({ systemMetrics: { intervalMs: 100 } }, async (run) => {
      await new Promise((done) => setTimeout(done, 350));
      return run;
    });
    const { metrics } = await scratch.tracker.getRun(run.runId);
    expect(metrics["system/cpu_utilization_percentage"]).toBeGreaterThanOrEqual(0);
    expect(metrics["system/process_memory_usage_megabytes"]).toBeGreaterThan(1);
    const samples = await scratch.tracker.getMetricHistory(
      run.runId,
      "system/system_memory_usage_percentage",
    );
    expect(samples.length).toBeGreaterThanOrEqual(2);
    await expect(scratch.experiment.startRun({ systemMetrics: { intervalMs: 1 } })).rejects.toThrow(
      /at least 100/,
    );
  });

  test("resumeRun opens an ended run again", async () => {
    const { runId } = await scratch.experiment.startRun({}, async (run) => {
      await run.logMetric("loss", 1, { step: 0 });
      return run;
    });
    const again = await scratch.tracker.resumeRun(runId);
    expect((await scratch.tracker.getRun(runId)).info).toMatchObject({
      status: "RUNNING",
      endTime: undefined,
    });
    await again.logMetric("loss", 0.5, { step: 1 });
    await again.end();
    expect(await scratch.tracker.store.getMetricHistory(runId, "loss")).toHaveLength(2);
  });
});

describe("artifacts", () => {
  test("files and folders are copied, with their folders", async () => {
    await writeFile(join(scratch.dir, "a.txt"), "A");
    const run = await scratch.experiment.startRun({}, async (run) => {
      await run.logArtifact(join(scratch.dir, "a.txt"));
      await run.logArtifact(join(scratch.dir, "a.txt"), "deep/er");
      await run.logDict({ b: [1] }, "dict.json");
      return run;
    });
    const list = await scratch.tracker.store.artifacts.list({ runId: run.runId });
    expect(list.map(({ path, isDirectory }) => [path, isDirectory])).toEqual([
      ["a.txt", false],
      ["deep", true],
      ["dict.json", false],
    ]);
    const deep = await scratch.tracker.store.artifacts.read({ runId: run.runId }, "deep/er/a.txt");
    expect(Buffer.from(deep).toString()).toBe("A");
    expect(await readFile(new URL(`${run.artifactUri}/deep/er/a.txt`), "utf8")).toBe("A");
  });
});
