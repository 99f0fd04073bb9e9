import { describe, expect, expectTypeOf, test } from "vitest";
import {
  batchScoringFlow,
  inProcessRunner,
  memoryResultStore,
  monitoringFlow,
  NoCandidate,
  promotionGate,
  resultOf,
  searchFlow,
  task,
  trainingFlow,
} from "../index.js";

interface Metrics {
  readonly accuracy: number;
  readonly logLoss: number;
}

const gate = promotionGate<Metrics>([
  { name: "accuracy", value: (m) => m.accuracy, threshold: 0.8, improvement: 0.01 },
  { name: "log loss", value: (m) => m.logLoss, greaterIsBetter: false, improvement: -0.05 },
]);

describe("a promotion gate", () => {
  test("requires the threshold, and the improvement over the model in service", () => {
    const good = { accuracy: 0.9, logLoss: 0.3 };
    expect(gate(good, undefined)).toEqual({
      passed: true,
      reasons: ["accuracy 0.9 passes", "log loss 0.3 passes"],
    });
    expect(gate(good, { accuracy: 0.88, logLoss: 0.26 }).passed).toBe(true);
    expect(gate(good, { accuracy: 0.895, logLoss: 0.3 })).toMatchObject({
      passed: false,
      reasons: ["accuracy is 0.9, asked is at least 0.905 (model in service)", "log loss 0.3 passes"],
    });
    expect(gate(good, { accuracy: 0.8, logLoss: 0.2 }).passed).toBe(false);
    expect(gate({ accuracy: Number.NaN, logLoss: 0 }, undefined)).toMatchObject({ passed: false });
    expect(() => promotionGate([])).toThrow("rule");
  });
});

test("a training flow registers a model only when it passes the gate", async () => {
  const registered: number[] = [];
  let inService: Metrics | undefined;
  const fit = task({ name: "fit", retries: 1 }, (X: Float64Array) => ({
    mean: X.reduce((a, b) => a + b, 0) / X.length,
  }));
  const training = trainingFlow({
    load: async (input: { readonly n: number }) => ({ rows: Array.from({ length: input.n }, (_, i) => i) }),
    validate: (data) => {
      if (data.rows.length === 0) throw new Error("no rows");
      return data;
    },
    featurize: ({ rows }) => Float64Array.from(rows),
    train: fit,
    evaluate: ({ model, features }): Metrics => ({
      accuracy: model.mean / features.length + 0.4,
      logLoss: 0.3,
    }),
    inService: () => inService,
    gate,
    register: ({ model, metrics }) => {
      inService = metrics;
      return registered.push(model.mean);
    },
  });
  const first = resultOf(await training.run({ n: 11 }));
  expect(first).toMatchObject({ promoted: true, version: 1, model: { mean: 5 } });
  if (first.promoted) expectTypeOf(first.version).toBeNumber();
  const again = await training.run({ n: 11 });
  expect(resultOf(again)).toMatchObject({ promoted: false });
  expect(again.steps.map((step) => step.name)).toEqual([
    "load",
    "validate",
    "featurize",
    "fit",
    "evaluate",
    "model in service",
  ]);
  expect(await training.run({ n: 0 })).toMatchObject({ state: "Failed", error: new Error("no rows") });
  expect(registered).toEqual([5]);
});

test("batch scoring has the same result at any concurrency, and a repeated run computes only what was missing", async () => {
  let broken = true;
  const scored: number[] = [];
  const scoring = batchScoringFlow({
    shards: (n: number) => Array.from({ length: n }, (_, shard) => ({ shard })),
    score: task({ name: "score", cache: "inputs" }, async ({ shard }: { readonly shard: number }) => {
      await new Promise((resolve) => setTimeout(resolve, (shard * 7) % 5));
      if (broken && shard === 5) throw new Error("shard 5");
      scored.push(shard);
      return shard * shard;
    }),
    merge: ({ scored }) => scored.join(),
  });
  const store = memoryResultStore();
  expect(await scoring.run(8, { store, runner: inProcessRunner({ concurrency: 1 }) })).toMatchObject({
    state: "Failed",
  });
  expect(scored).toEqual([0, 1, 2, 3, 4]);
  broken = false;
  expect(resultOf(await scoring.run(8, { store }))).toBe("0,1,4,9,16,25,36,49");
  expect(scored.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("monitoring ends after the report without an alert; with one it notifies before it trains", async () => {
  const did: string[] = [];
  const retraining = trainingFlow({
    load: (alert: { readonly drift: number }) => alert,
    validate: (data) => data,
    featurize: ({ drift }) => drift,
    train: (drift) => ({ drift }),
    evaluate: (): Metrics => ({ accuracy: 0.9, logLoss: 0.1 }),
    inService: () => undefined,
    gate,
    register: () => did.push("registered"),
  });
  const monitoring = monitoringFlow({
    window: (drift: number) => ({ drift }),
    report: ({ drift }) => ({ drift, share: drift / 10 }),
    alert: ({ drift }) => (drift > 0.5 ? { drift } : undefined),
    notify: ({ drift }) => did.push(`drift ${drift}`),
    retrain: retraining,
  });
  expect(resultOf(await monitoring.run(0.2))).toEqual({ report: { drift: 0.2, share: 0.02 } });
  const run = await monitoring.run(0.9);
  expect(resultOf(run)).toMatchObject({ alert: { drift: 0.9 }, retrained: { promoted: true } });
  expect(run.steps.at(-1)).toMatchObject({ name: "training", kind: "flow", state: "Completed" });
  expect(did).toEqual(["drift 0.9", "registered"]);
});

test("a search ranks candidates, lists failures apart, and has the same result at any concurrency", async () => {
  const search = searchFlow({
    candidates: (top: number) => Array.from({ length: top }, (_, c) => ({ C: c })),
    evaluate: async ({ candidate: { C } }) => {
      await new Promise((resolve) => setTimeout(resolve, (C * 3) % 4));
      if (C === 2) throw new Error("did not converge");
      return { accuracy: C === 3 ? Number.NaN : 10 - Math.abs(C - 4.5) };
    },
    score: ({ accuracy }) => accuracy,
  });
  const one = resultOf(await search.run(8, { runner: inProcessRunner({ concurrency: 1 }) }));
  const many = resultOf(await search.run(8));
  expect(many).toEqual(one);
  expect(one.results.map(({ candidate, rank }) => [candidate.C, rank])).toEqual([
    [4, 1],
    [5, 1],
    [6, 3],
    [7, 4],
    [1, 5],
    [0, 6],
  ]);
  expect(one.best.candidate).toEqual({ C: 4 });
  expect(one.failed.map(({ candidate }) => candidate.C)).toEqual([2, 3]);
  const none = await search.run(0);
  expect(none.state === "Failed" && NoCandidate.is(none.error)).toBe(true);
});
