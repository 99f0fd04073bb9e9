import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import {
  type ActiveRun,
  compareRuns,
  comparisonReport,
  createTracker,
  fileStore,
  lineage,
  minimumGain,
  parseFilter,
  promote,
  restStore,
  rollback,
  runReport,
  syncedStore,
  syncRuns,
} from "./index.js";
import { scratchExperiment } from "./testing/scratch-experiment.js";
import { thrown } from "./testing/thrown.js";

const scratch = scratchExperiment();
const server = "http://127.0.0.1:1";
const gate = minimumGain("accuracy", 0);

/** A call with wrong options, and the option and the place that its error must name. */
type WrongCall = readonly [
  option: string,
  place: string,
  call: (options: never) => unknown,
  options: unknown,
];

const store = () => scratch.tracker.store;
const runWith = (use: (run: ActiveRun) => Promise<unknown>) => scratch.experiment.startRun({}, use);
const open = (options: never) => fileStore(join(scratch.dir, "other"), options);
const synced = (options: never) => syncedStore(join(scratch.dir, "other"), restStore(server), options);
const rest = (options: never) => restStore(server, options);
const start = (options: never) => scratch.experiment.startRun(options, () => {});
const search = (options: never) => scratch.tracker.searchRuns(options);
const log = (at: never) => runWith((run) => run.logMetric("m", 1, at));
const model = (options: never) => runWith((run) => run.logModel(scratch.dir, options));
const input = (dataset: never) => runWith((run) => run.logInput(dataset));
const sync = (options: never) => syncRuns(store(), store(), options);

const CALLS: readonly WrongCall[] = [
  ["durabilty", "fileStore", open, { durabilty: "power" }],
  ["durability", "fileStore", open, { durability: "disk" }],
  ["options", "fileStore", open, null],
  ["options", "fileStore", open, "power"],
  ["durability", "syncedStore", synced, { durability: null }],
  ["onProgress", "syncedStore", synced, { onProgress: "log" }],
  ["retries", "syncedStore", synced, { retries: 3 }],
  ["options", "syncedStore", synced, null],
  ["server", "syncedStore", (url) => syncedStore(join(scratch.dir, "other"), url), server],
  ["options", "restStore", rest, null],
  ["options", "restStore", rest, "token"],
  ["timeoutMs", "restStore", rest, { timeoutMs: "2" }],
  ["store", "createTracker", createTracker, { store: "./mlruns" }],
  ["dir", "createTracker", createTracker, { store: fileStore, dir: "./mlruns" }],
  ["options", "createTracker", createTracker, "./mlruns"],
  ["name", "startRun", start, { name: "baseline" }],
  ["runName", "startRun", start, { runName: 5 }],
  ["tags", "startRun", start, { tags: "dev" }],
  ["systemMetrics", "startRun", start, { systemMetrics: true }],
  ["systemMetrics.intervalMs", "startRun", start, { systemMetrics: { intervalMs: 1 } }],
  ["options", "startRun", start, null],
  ["options", "startRun", start, "baseline"],
  ["experimentIds", "searchRuns", search, { experimentIds: "1" }],
  ["maxResults", "searchRuns", search, { experimentIds: [], maxResults: 0 }],
  ["orderby", "searchRuns", search, { experimentIds: [], orderby: ["metrics.m"] }],
  ["options", "searchRuns", search, null],
  ["maxResults", "searchRuns", () => rest({} as never).searchRuns({ experimentIds: [], maxResults: 0 }), 0],
  ["stpe", "logMetrics", log, { stpe: 3 }],
  ["options", "logMetrics", log, null],
  ["options", "logMetrics", log, 3],
  ["registerModelName", "logModel", model, { name: "m", registerModelName: "m" }],
  ["name", "logModel", model, {}],
  ["inputExample", "logModel", model, { name: "m", inputExample: "a film" }],
  ["options", "logModel", model, null],
  ["digest", "logInput", input, { name: "imdb", source: "x", context: "train" }],
  [
    "profile.documents",
    "logInput",
    input,
    { name: "imdb", digest: "d", source: "x", context: "train", profile: { documents: "many" } },
  ],
  ["options", "logInput", input, null],
  ["status", "end", (status) => runWith((run) => run.end(status)), "OK"],
  ["status", "updateRun", (status) => runWith((run) => store().updateRun(run.runId, { status })), "OK"],
  ["experiment", "syncRuns", sync, { experiment: "sentiment" }],
  ["experiments", "syncRuns", sync, { experiments: "sentiment" }],
  ["options", "syncRuns", sync, null],
  ["to", "syncRuns", (to) => syncRuns(store(), to), "./mlruns"],
  ["gate", "promote", (options) => promote(store(), options), { name: "m", version: "1", gate: 0.9 }],
  [
    "aliases",
    "promote",
    (options) => promote(store(), options),
    { name: "m", version: "1", gate, aliases: [] },
  ],
  ["options", "promote", (options) => promote(store(), options), null],
  ["reason", "rollback", (options) => rollback(store(), options), { name: "m" }],
  ["options", "rollback", (options) => rollback(store(), options), null],
  ["version", "lineage", (which) => lineage(store(), "m", which), {}],
  ["version", "lineage", (which) => lineage(store(), "m", which), { version: "1", alias: "champion" }],
  ["options", "lineage", (which) => lineage(store(), "m", which), null],
  ["runIds", "comparisonReport", (runIds) => comparisonReport(store(), runIds), null],
  [
    "describe",
    "createRegisteredModel",
    (o) => store().registry.createRegisteredModel("m", o),
    { describe: "" },
  ],
  ["source", "createModelVersion", (o) => store().registry.createModelVersion(o), { name: "m" }],
  [
    "runID",
    "createModelVersion",
    (o) => rest({} as never).registry.createModelVersion(o),
    { name: "m", source: "", runID: "1" },
  ],
];

test.each(CALLS)("a wrong %s of %s is refused by name: %#", async (option, place, call, options) => {
  await writeFile(join(scratch.dir, "MLmodel"), "flavors:\n  imdb: {}\n");
  const error = await thrown(Promise.resolve().then(() => call(options as never)));
  expect(InvalidOption.is(error), String(error)).toBe(true);
  expect(error).toMatchObject({ details: { option, of: place } });
});

/** Calls with one wrong argument each, by the name that the error must have. */
const ARGUMENTS: readonly (readonly [argument: string, call: (wrong: never, run: ActiveRun) => unknown])[] = [
  ["work", (wrong) => scratch.experiment.startRun({}, wrong ?? 7)],
  ["tags", (wrong) => scratch.experiment.setTags(wrong)],
  ["params", (wrong, run) => run.logParams(wrong)],
  ["tags", (wrong, run) => run.setTags(wrong)],
  ["metrics", (wrong, run) => run.logMetrics(wrong)],
  ["text", (wrong, run) => run.logText(wrong, "a.txt")],
  ["runs", (wrong) => compareRuns(wrong)],
  ["runs[0]", (wrong) => compareRuns([wrong])],
  ["store", (wrong) => runReport(wrong, "x")],
  ["store", (wrong) => lineage(wrong, "m", { version: "1" })],
  ["filter", (wrong) => parseFilter(wrong)],
  ...[() => scratch.tracker.store, () => restStore(server, { retries: 0 })].flatMap((to) => [
    ["owner", (wrong: never) => to().artifacts.putBytes(wrong, "a", new Uint8Array())] as const,
    ["owner", (wrong: never) => to().artifacts.list(wrong)] as const,
    ["owner", (wrong: never) => to().artifacts.read(wrong, "a")] as const,
    ["tags", (wrong: never) => to().createExperiment("other", wrong ?? null)] as const,
    ["run", (wrong: never) => to().createRun(wrong)] as const,
    ["batch", (wrong: never, run: ActiveRun) => to().logBatch(run.runId, wrong)] as const,
    ["datasets", (wrong: never, run: ActiveRun) => to().logInputs(run.runId, wrong)] as const,
    ["outputs", (wrong: never, run: ActiveRun) => to().logOutputs(run.runId, wrong)] as const,
    ["model", (wrong: never) => to().createLoggedModel(wrong)] as const,
  ]),
];

test.each(ARGUMENTS)("a wrong %s is refused by name: %#", async (argument, call) => {
  const run = await scratch.experiment.startRun();
  for (const wrong of [null, undefined, 7] as never[]) {
    const error = await thrown(Promise.resolve().then(() => call(wrong, run)));
    expect(InvalidOption.is(error), `${String(wrong)}: ${String(error)}`).toBe(true);
    expect(error).toMatchObject({ details: { option: argument } });
  }
  await run.end();
});
