import { ImdbError, InvalidOption } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  batchScoringFlow,
  concurrencyLimits,
  cron,
  event,
  flow,
  folderResultStore,
  folderRunStore,
  inProcessRunner,
  interval,
  manual,
  memoryResultStore,
  monitoringFlow,
  openDeadLetters,
  queueRunner,
  s3ResultStore,
  schedule,
  searchFlow,
  startWorker,
  task,
  terminalView,
  threadRunner,
  trainingFlow,
} from "./index.js";

const double = task({ name: "double" }, (n: number) => 2 * n);
const noop = () => {};
const empty = flow({ name: "empty" }, noop);
const scheduled = { key: "nightly", when: manual(), input: noop };
const connection = "redis://127.0.0.1:1";
const worker = { connection, tasks: [double], store: memoryResultStore() };
const search = { candidates: () => [1], evaluate: noop, score: () => 1 };
const shards = { shards: () => [1], score: noop, merge: noop };
const monitoring = { window: noop, report: noop, alert: noop, notify: noop };
const s3 = { client: { putObject: noop }, bucket: "reviews" };

/** Calls that take options: name, call, options that it accepts, and wrong ones as [option, wrong options]. */
const CALLS: readonly [string, (options: never) => unknown, object, ...(readonly [string, object])[]][] = [
  [
    "task",
    (options) => task(options, noop),
    { name: "load" },
    ["name", { name: undefined }],
    ["name", { name: " " }],
    ["retry", { retry: 3 }],
    ["retries", { retries: "3" }],
    ["retries", { retries: null }],
    ["retryDelay", { retryDelay: [] }],
    ["retryDelay[1]", { retryDelay: ["1s", "soon"] }],
    ["backoff", { backoff: 0.5 }],
    ["timeout", { timeout: "5 minutes" }],
    ["cache", { cache: "input" }],
    ["cache.expiration", { cache: { expiration: -1 } }],
    ["input", { input: { n: "number" } }],
    ["codecs[0]", { codecs: ["tfidf"] }],
    ["tags", { tags: "database" }],
    ["runsIn", { runsIn: "thread" }],
    ["onFailure", { onFailure: "mail" }],
  ],
  ["task.withOptions", (options) => double.withOptions(options), {}, ["retires", { retires: 2 }]],
  ["task.map", (options) => double.map([1], options), {}, ["concurrency", { concurrency: 0 }]],
  ["task.mapSettled", (options) => double.mapSettled([1], options), {}, ["concurrent", { concurrent: 2 }]],
  [
    "flow",
    (options) => flow(options, noop),
    { name: "f" },
    ["cache", { cache: "run" }],
    ["version", { version: 2 }],
  ],
  [
    "flow.run",
    (options) => empty.run(undefined, options),
    {},
    ["signal", { signal: {} }],
    ["store", { store: "results" }],
    ["runs", { runs: memoryResultStore() }],
    ["runner", { runner: "threads" }],
    ["limits", { limits: { database: 2 } }],
    ["resume", { resume: true }],
    ["runId", { runId: "../up" }],
    ["scheduledFor", { scheduledFor: "2026-01-01" }],
    ["seed", { seed: 1.5 }],
    ["threads", { threads: 0 }],
    ["grace", { grace: "long" }],
    ["onevent", { onevent: noop }],
  ],
  ["concurrencyLimits", (options) => concurrencyLimits(options), {}, ["limits.database", { database: 0 }]],
  ["inProcessRunner", (options) => inProcessRunner(options), {}, ["concurrency", { concurrency: 1.5 }]],
  [
    "threadRunner",
    (options) => threadRunner(options),
    { module: "t.js" },
    ["threads", { threads: 0 }],
    ["module", { module: 1 }],
  ],
  [
    "schedule",
    (options) => schedule(empty, options),
    scheduled,
    ["key", { key: "a/b" }],
    ["when", { when: "0 3 * * *" }],
    ["input", { input: 1 }],
    ["missed", { missed: "all" }],
    ["overlap", { overlap: "queue" }],
    ["folder", { folder: "" }],
    ["settings.seed", { settings: { seed: -1 } }],
    ["settings.runId", { settings: { runId: "r" } }],
    ["onFailed", { onFailed: noop }],
  ],
  ["cron", (options) => cron("* * * * *", options), {}, ["timezone", { timezone: "UTC" }]],
  ["interval", (options) => interval("1h", options), {}, ["anchor", { anchor: 0 }]],
  [
    "s3ResultStore",
    (options) => s3ResultStore(options),
    s3,
    ["bucket", { bucket: "" }],
    ["client", { client: {} }],
    ["region", { region: "eu" }],
  ],
  [
    "terminalView",
    (options) => terminalView(options),
    { stream: process.stderr },
    ["stream", { stream: {} }],
  ],
  [
    "queueRunner",
    (options) => queueRunner(options),
    { connection },
    ["concurrency", { concurrency: 0 }],
    ["queue", { queue: "a:b" }],
    ["connection.hosts", { connection: { hosts: "x" } }],
    ["connection.port", { connection: { host: "x", port: "6379" } }],
  ],
  [
    "startWorker",
    (options) => startWorker(options),
    worker,
    ["tasks", { tasks: double }],
    ["tasks[0]", { tasks: [noop] }],
    ["store", { store: "results" }],
    ["lease", { lease: "10 s" }],
    ["maxCrashes", { maxCrashes: 0 }],
  ],
  ["openDeadLetters", (options) => openDeadLetters(options), { connection }, ["onError", { onError: 1 }]],
  [
    "searchFlow",
    (options) => searchFlow(options),
    search,
    ["score", { score: "f1" }],
    ["concurrency", { concurrency: 0 }],
  ],
  [
    "batchScoringFlow",
    (options) => batchScoringFlow(options),
    shards,
    ["merge", { merge: null }],
    ["shard", { shard: noop }],
  ],
  [
    "monitoringFlow",
    (options) => monitoringFlow(options),
    monitoring,
    ["notify", { notify: [] }],
    ["name", { name: "" }],
  ],
  ["trainingFlow", (options) => trainingFlow(options), {}, ["load", {}], ["models", { models: noop }]],
];

const refusalOf = async (call: () => unknown): Promise<unknown> => {
  try {
    await call();
  } catch (error) {
    return InvalidOption.is(error) ? error.details : error;
  }
  return "nothing was refused";
};

describe.each(CALLS)("%s", (_, call, good, ...wrong) => {
  test.each(wrong)("refuses the option %s of %j, by name", async (option, options) => {
    const given = { ...good, ...options };
    expect(await refusalOf(() => call(given as never))).toMatchObject({ option, of: expect.any(String) });
  });

  test.each([null, "options", 7])("refuses %j in place of options", async (given) => {
    expect(await refusalOf(() => call(given as never))).toMatchObject({ option: expect.any(String) });
  });
});

test.each<[string, () => unknown]>([
  ["fn", () => task({ name: "load" }, "load" as never)],
  ["fn", () => flow({ name: "f" }, undefined as never)],
  ["flow", () => schedule(noop as never, scheduled)],
  ["inputs", () => double.map(null as never)],
  ["inputs", () => double.map(7 as never)],
  ["every", () => interval("soon" as never)],
  ["expression", () => cron(null as never)],
  ["subscribe", () => event(null as never)],
  ["folder", () => folderResultStore("")],
  ["folder", () => folderRunStore(null as never)],
])("an argument %s of another type is refused by name", async (option, call) => {
  expect(await refusalOf(call)).toMatchObject({ option });
});

test("the message names the task, the option and what is expected", () => {
  expect(() => task({ name: "load", retries: -1 }, noop)).toThrow(
    'Option retries of task "load" is -1, expected an integer from 0 to 2147483647.',
  );
  expect(() => task({ name: "load", retrys: 1 } as never, noop)).toThrow(
    expect.toSatisfy(
      (error) => ImdbError.isInstance(error) && error.remedy === "Write retries instead of retrys.",
    ),
  );
});
