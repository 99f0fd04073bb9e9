import { describe, expect, test } from "vitest";
import { InvalidMetric, InvalidTrackingName, KeyClash, NotActive, ParamClash, RunNotFound } from "./index.js";
import { scratchExperiment } from "./testing/scratch-experiment.js";
import { thrown } from "./testing/thrown.js";

const scratch = scratchExperiment();

describe("what MLflow refuses is refused", () => {
  test.each([
    "",
    ".",
    "..",
    "..a",
    "../out",
    "a/../b",
    "/etc/passwd",
    "a//b",
    "a/",
    "a\\b",
    "new\nline",
    "nul\0",
    "tab\t",
    "quote'",
    "x".repeat(251),
  ])("the key %j", async (key) => {
    await scratch.experiment.startRun({}, async (run) => {
      expect(InvalidTrackingName.is(await thrown(run.logMetric(key, 1)))).toBe(true);
      expect(InvalidTrackingName.is(await thrown(run.logParam(key, 1)))).toBe(true);
      expect(InvalidTrackingName.is(await thrown(run.setTag(key, "1")))).toBe(true);
      expect(
        InvalidTrackingName.is(await thrown(scratch.tracker.store.getMetricHistory(run.runId, key))),
      ).toBe(true);
    });
  });

  test.each(["__proto__", "a/b/c", "a.b-c_d:e f", "größe", "数", ".hidden"])(
    "but the key %j is accepted and read back",
    async (key) => {
      const run = await scratch.experiment.startRun({}, async (run) => {
        await run.logMetric(key, 1);
        await run.logParam(key, "p");
        await run.setTag(key, "t");
        return scratch.tracker.getRun(run.runId);
      });
      expect(Object.entries(run.metrics)).toEqual([[key, 1]]);
      expect(Object.entries(run.params)).toEqual([[key, "p"]]);
      expect(Object.getOwnPropertyDescriptor(run.tags, key)?.value).toBe("t");
    },
  );

  test("NaN, infinities and the ends of the number line are kept", async () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e308, -0, 1e21];
    const history = await scratch.experiment.startRun({}, async (run) => {
      for (const [step, value] of values.entries()) await run.logMetric("m", value, { step });
      return scratch.tracker.store.getMetricHistory(run.runId, "m");
    });
    expect(history.map((metric) => metric.value)).toEqual(values);
  });

  test("steps and values that are not numbers", async () => {
    await scratch.experiment.startRun({}, async (run) => {
      expect(InvalidMetric.is(await thrown(run.logMetric("m", "1" as never)))).toBe(true);
      expect(InvalidMetric.is(await thrown(run.logMetric("m", 1, { step: 0.5 })))).toBe(true);
      expect(InvalidMetric.is(await thrown(run.logMetric("m", 1, { timestamp: -1 })))).toBe(true);
    });
  });

  test("nothing of a batch with an invalid record is logged", async () => {
    const run = await scratch.experiment.startRun({}, async (run) => {
      await thrown(run.logMetrics({ good: 1, "../bad": 2 }));
      return scratch.tracker.getRun(run.runId);
    });
    expect(run.metrics).toEqual({});
  });

  test("a parameter cannot change, and can be logged again with the same value", async () => {
    await scratch.experiment.startRun({}, async (run) => {
      await run.logParam("C", 1);
      await run.logParam("C", 1);
      const error = await thrown(run.logParam("C", 2));
      expect(ParamClash.is(error) && error.details).toMatchObject({ key: "C", logged: "1", given: "2" });
      expect((await scratch.tracker.getRun(run.runId)).params).toEqual({ C: "1" });
    });
  });

  test("two keys of which one would be a folder of the other", async () => {
    await scratch.experiment.startRun({}, async (run) => {
      await run.logMetric("loss", 1);
      await run.logParam("p", 1);
      await run.setTag("t/x", "1");
      expect(KeyClash.is(await thrown(run.logMetric("loss/train", 1)))).toBe(true);
      expect(KeyClash.is(await thrown(run.logParam("p/q", 1)))).toBe(true);
      expect(KeyClash.is(await thrown(run.setTag("t", "1")))).toBe(true);
    });
  });

  test("values of 10 MB are cut as in MLflow: parameters at 6,000 characters, tags at 8,000", async () => {
    const run = await scratch.experiment.startRun({}, async (run) => {
      await run.logParam("long", "x".repeat(10_000_000));
      await run.setTag("long", "x".repeat(10_000_000));
      // The cut would fall into the middle of a character.
      await run.logParam("pair", `${"x".repeat(5_999)}😀`);
      await expect(run.setTag("lone", "\ud800")).rejects.toThrow(/lone surrogate/);
      return scratch.tracker.getRun(run.runId);
    });
    expect([run.params["long"]?.length, run.tags["long"]?.length]).toEqual([6_000, 8_000]);
    expect(run.params["pair"]).toBe("x".repeat(5_999));
  });

  test.each(["f".repeat(32), "../../etc", "", "a/b"])("the run id %j", async (runId) => {
    const error = await thrown(scratch.tracker.getRun(runId));
    expect(RunNotFound.is(error) || InvalidTrackingName.is(error)).toBe(true);
  });

  test("a batch with a misspelt name, whose records would be lost", async () => {
    const { runId } = await scratch.experiment.startRun();
    const error = await thrown(scratch.tracker.store.logBatch(runId, { metrcs: [] } as never));
    expect(error).toMatchObject({ code: "INVALID_OPTION", remedy: "Write metrics instead of metrcs." });
  });

  test("records for a deleted run", async () => {
    const run = await scratch.experiment.startRun();
    await scratch.tracker.store.deleteRun(run.runId);
    expect(NotActive.is(await thrown(run.logMetric("m", 1)))).toBe(true);
    await scratch.tracker.store.restoreRun(run.runId);
    await run.logMetric("m", 1);
    await run.end();
  });

  test.each(["../out.txt", "/out.txt", "a/../../out", "", "a\0b", "..", "a\\..\\b"])(
    "the artifact path %j",
    async (path) => {
      await scratch.experiment.startRun({}, async (run) => {
        expect(InvalidTrackingName.is(await thrown(run.logText("x", path)))).toBe(true);
      });
    },
  );
});
