import { readdirSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTracker, type ExperimentHandle, type FileStore, fileStore } from "../index.js";

let dir: string;
let store: FileStore;
let experiment: ExperimentHandle;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "index-"));
  store = fileStore(dir);
  experiment = await createTracker({ store }).setExperiment("index");
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const ended = (name: string, accuracy: number) =>
  experiment.startRun({ runName: name }, async (run) => {
    await run.logMetrics({ accuracy, nan: Number.NaN });
    return run.runId;
  });

/** A name beyond ASCII, on both sides of the basic plane. */
const NAME = "größe 映画 🎬";

/** The names that a search finds, in a store that has searched before and in one that has only the index on disk. */
async function found(filter: string): Promise<string[]> {
  const search = { experimentIds: [experiment.experimentId], filter, orderBy: ["attributes.run_name"] };
  const here = (await store.searchRuns(search)).items.map((run) => run.info.runName);
  const anew = (await fileStore(dir).searchRuns(search)).items.map((run) => run.info.runName);
  expect(anew).toEqual(here);
  return here;
}

test("a search sees every change, also of runs that are in the index", async () => {
  const [a, b] = [await ended("a", 0.5), await ended("b", 0.9)];
  expect(await found("metrics.accuracy > 0.7")).toEqual(["b"]);
  await store.logBatch(a, { metrics: [{ key: "accuracy", value: 0.95, timestamp: Date.now(), step: 1 }] });
  expect(await found("metrics.accuracy > 0.7")).toEqual(["a", "b"]);
  await store.logBatch(a, { tags: { "deep/tag": "1" } });
  expect(await found("tags.`deep/tag` = '1'")).toEqual(["a"]);
  await store.logBatch(a, { tags: { "deep/tag": "2" } });
  expect(await found("tags.`deep/tag` = '1'")).toEqual([]);
  await store.deleteTag(a, "deep/tag");
  expect(await found("tags.`deep/tag` IS NOT NULL")).toEqual([]);
  await store.logBatch(b, { params: { "x/y": "1" } });
  expect(await found("params.`x/y` = '1'")).toEqual(["b"]);
  await store.updateRun(b, { runName: "c" });
  expect(await found("attributes.run_name = 'c'")).toEqual(["c"]);
  await store.deleteRun(a);
  expect(await found("")).toEqual(["c"]);
  await store.restoreRun(a);
  expect(await found("")).toEqual(["a", "c"]);
});

test("a search sees the changes of another store, while a run is open and later", async () => {
  const run = await experiment.startRun({ runName: "open" });
  expect(await found("metrics.m > 0")).toEqual([]);
  await run.logMetric("m", 1);
  expect(await found("metrics.m > 0")).toEqual(["open"]);
  const other = fileStore(dir);
  await other.logBatch(run.runId, { metrics: [{ key: "m", value: -1, timestamp: Date.now(), step: 5 }] });
  expect(await found("metrics.m > 0")).toEqual([]);
  await run.end();
  await other.logBatch(run.runId, { metrics: [{ key: "m", value: 2, timestamp: Date.now(), step: 6 }] });
  expect(await found("metrics.m > 0")).toEqual(["open"]);
});

test("a search sees what MLflow writes: a new tag, a new meta.yaml", async () => {
  const runId = await ended("a", 0.5);
  expect(await found("tags.note = 'x'")).toEqual([]);
  const runDir = join(dir, experiment.experimentId, runId);
  await writeFile(join(runDir, "tags", "note"), "x");
  expect(await found("tags.note = 'x'")).toEqual(["a"]);
  const meta = await readFile(join(runDir, "meta.yaml"), "utf8");
  await writeFile(join(runDir, "meta.yaml"), meta.replace('run_name: "a"', "run_name: renamed by MLflow"));
  expect(await found("")).toEqual(["renamed by MLflow"]);
});

/** Writes a file of an ended run that is in the index, as MLflow's own store does: in place, and nothing else. */
async function asMlflow(runId: string, name: string, line: string): Promise<void> {
  const path = join(dir, experiment.experimentId, runId, ...name.split("/"));
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, line);
}

test("a search sees the parameters, metrics and tags that MLflow adds to a run in the index", async () => {
  const runId = await ended("a", 0.5);
  await store.logBatch(runId, { params: { "deep/old": "1" }, tags: { note: "first", "deep/note": "first" } });
  for (const [name, line, filter] of [
    ["params/p", "1", "params.p = '1'"],
    ["params/deep/p", "2", "params.`deep/p` = '2'"],
    ["metrics/new", "1000 0.25 0\n", "metrics.new = 0.25"],
    ["metrics/accuracy", `${Date.now() + 60_000} 0.75 9\n`, "metrics.accuracy = 0.75"],
    ["metrics/deep/m", "1000 3 0\n", "metrics.`deep/m` = 3"],
    ["metrics/deep/m", "1001 4 1\n", "metrics.`deep/m` = 4"],
    ["tags/note", " and second", "tags.note = 'first and second'"],
    ["tags/deep/note", "!", "tags.`deep/note` = 'first!'"],
  ] as const) {
    expect(await found(filter), filter).toEqual([]);
    await asMlflow(runId, name, line);
    expect(await found(filter), filter).toEqual(["a"]);
  }
  // A search that sees no change reads no run.
  const index = join(dir, experiment.experimentId, ".run-index.ascii");
  const before = await readFile(index, "utf8");
  await found("");
  expect(await readFile(index, "utf8")).toBe(before);
});

test("a search sees what another program puts in the place of any file of a run in the index", async () => {
  const runId = await ended("a", 0.5);
  await store.logBatch(runId, { params: { p: "1", "deep/p": "1" }, tags: { note: "1" } });
  for (const [name, filter] of [
    ["params/p", "params.p = 'new'"],
    ["params/deep/p", "params.`deep/p` = 'new'"],
    ["tags/note", "tags.note = 'new'"],
    ["tags/mlflow.user", "tags.`mlflow.user` = 'new'"],
    ["tags/mlflow.source.name", "tags.`mlflow.source.name` = 'new'"],
  ] as const) {
    // The third search of a process compares without making texts.
    for (const _ of [1, 2, 3]) expect(await found(filter), filter).toEqual([]);
    const path = join(dir, experiment.experimentId, runId, ...name.split("/"));
    await writeFile(join(dir, "new"), "new");
    await rename(join(dir, "new"), path);
    for (const _ of [1, 2, 3]) expect(await found(filter), filter).toEqual(["a"]);
    await rm(path);
    for (const _ of [1, 2, 3]) expect(await found(filter), filter).toEqual([]);
  }
});

test("a search sees the datasets and models that another program adds to a run in the index", async () => {
  const runId = await ended("a", 0.5);
  const other = await ended("b", 0.5);
  await store.logInputs(other, [
    { name: "d", digest: "1", sourceType: "x", source: "y", schema: undefined, profile: undefined, tags: {} },
  ]);
  const search = { experimentIds: [experiment.experimentId], orderBy: ["attributes.run_name"] };
  const inputsOf = async (one: FileStore) =>
    (await one.searchRuns(search)).items.map(({ inputs, outputs }) => [inputs.length, outputs.length]);
  const runDir = (id: string, ...names: string[]) => join(dir, experiment.experimentId, id, ...names);
  for (const _ of [1, 2, 3])
    expect(await inputsOf(store)).toEqual([
      [0, 0],
      [1, 0],
    ]);
  const [input = ""] = readdirSync(runDir(other, "inputs"));
  for (const id of [runId, other]) {
    await cp(runDir(other, "inputs", input), runDir(id, "inputs", "added"), { recursive: true });
    await mkdir(runDir(id, "outputs", "m-1"), { recursive: true });
    await writeFile(runDir(id, "outputs", "m-1", "meta.yaml"), "source_id: m-1\nstep: 3\n");
  }
  for (const one of [store, fileStore(dir), store])
    expect(await inputsOf(one)).toEqual([
      [1, 1],
      [2, 1],
    ]);
});

test.each(["params", "params/deep", "tags", "metrics"])(
  "a link that somebody puts into %s of a run in the index is damage",
  async (name) => {
    const runId = await ended("a", 0.5);
    await ended("b", 0.5);
    await store.logBatch(runId, { params: { "deep/old": "1" } });
    expect(await found("")).toEqual(["a", "b"]);
    const path = join(dir, experiment.experimentId, runId, ...name.split("/"), "link");
    await symlink("/etc/hostname", path);
    expect(await found("")).toEqual(["b"]);
    for (const one of [store, fileStore(dir)]) {
      const { damaged } = await one.searchRuns({ experimentIds: [experiment.experimentId] });
      expect(damaged).toEqual([{ path, problem: "it is a symbolic link" }]);
    }
  },
);

test("a process that has only the index finds names beyond ASCII", async () => {
  await ended(NAME, 0.5);
  expect(await found(`attributes.run_name = '${NAME}'`)).toEqual([NAME]);
  expect(await found(`tags.\`mlflow.runName\` LIKE '%映画%'`)).toEqual([NAME]);
});

test.each(["a\0b", "x".repeat(5_000), "../../meta.yaml"])(
  "a key in somebody's index that is no name changes no result",
  async (key) => {
    await ended("a", 0.5);
    const index = join(dir, experiment.experimentId, ".run-index.ascii");
    const [name, stamp, run] = JSON.parse((await readFile(index, "utf8")).trim());
    await appendFile(
      index,
      `${JSON.stringify([name, stamp, { ...run, tags: { ...run.tags, [key]: "x" } }])}\n`,
    );
    const search = { experimentIds: [experiment.experimentId] };
    const { items, damaged } = await fileStore(dir).searchRuns(search);
    expect([items.length, damaged]).toEqual([1, undefined]);
    expect(items[0]?.tags[key]).toBeUndefined();
  },
);

test.each<[string, object]>([
  ["a key that is no text", { latestMetrics: [[7, "1", 0, 0]] }],
  ["a key that is null", { latestMetrics: [[null, "1", 0, 0]] }],
  [
    "a value that is no text",
    {
      latestMetrics: [
        ["accuracy", {}, 0, 0],
        ["nan", "1", 0, 0],
      ],
    },
  ],
  [
    "a time that is no number",
    {
      latestMetrics: [
        ["accuracy", "1", {}, 0],
        ["nan", "1", 0, 0],
      ],
    },
  ],
  [
    "a step that is no number",
    {
      latestMetrics: [
        ["accuracy", "1", 0, []],
        ["nan", "1", 0, 0],
      ],
    },
  ],
  ["a data set of another type", { inputs: [{ name: "a", digest: "b", tags: {}, schema: {}, profile: 7 }] }],
  ["tags of a data set of another type", { inputs: [{ name: "a", digest: "b", tags: [1] }] }],
])("a line of somebody's index with %s is not used: its run is read", async (_, forged) => {
  await ended("a", 0.5);
  const index = join(dir, experiment.experimentId, ".run-index.ascii");
  const [name, stamp, run] = JSON.parse((await readFile(index, "utf8")).trim());
  const search = { experimentIds: [experiment.experimentId], filter: "metrics.accuracy > 0.4" };
  const read = (await fileStore(dir).searchRuns(search)).items;
  await appendFile(index, `${JSON.stringify([name, stamp, { ...run, ...forged }])}\n`);
  expect((await fileStore(dir).searchRuns(search)).items).toEqual(read);
  expect(read.length).toBe(1);
});

test("an incomplete, foreign or missing index changes no result", async () => {
  await ended("a", 0.5);
  await ended("b", 0.9);
  const index = join(dir, experiment.experimentId, ".run-index.ascii");
  await appendFile(index, '["torn\n{"not": "ours"}\n[1, 2, 3]\n["half');
  expect(await found("metrics.accuracy > 0.7")).toEqual(["b"]);
  await rm(index);
  expect(await found("metrics.accuracy > 0.7")).toEqual(["b"]);
  const { items } = await fileStore(dir).searchRuns({ experimentIds: [experiment.experimentId] });
  expect(items.every((run) => Number.isNaN(run.metrics["nan"]))).toBe(true);
});
