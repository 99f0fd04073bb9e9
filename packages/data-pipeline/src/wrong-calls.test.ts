import { csrFromRows, type FittedVectorizer, ImdbError } from "@imdb/core";
import { expect, test } from "vitest";
import * as data from "./index.js";

const steps = data.defaultCleaning();
const source = [
  { id: "1", text: "A gem.", label: "pos", group: "a" },
  { id: "2", text: "Dull.", label: "neg", group: "b" },
];
const split = data.groupedSplit({ testSize: 0.5, seed: 1 });
const pipeline = data.createPipeline({ split, failOn: "never" });
const dataset = await pipeline.process(source);
const streaming = { split: data.hashSplit({ testSize: 0.5 }) };
const inner: FittedVectorizer = {
  kind: "lengths",
  params: {},
  featureCount: 1,
  featureNames: () => ["length"],
  transform: (texts) =>
    csrFromRows(
      texts.map(({ length }) => [[0, length]]),
      1,
    ),
  locate: () => [],
  countTerms: () => ({ total: 1, unknown: 0 }),
  linearScorer: () => (texts) => Float64Array.from(texts, ({ length }) => length),
};
const remote = data.folderObjects("never-made");
const cleaned = data.cleanedVectorizer(inner, steps);
const weights = { coef: new Float64Array(1), intercept: new Float64Array(1) };

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["source", (wrong) => pipeline.process(wrong)],
  ["run", (wrong) => pipeline.process(source, wrong ?? null)],
  ["signal", (wrong) => pipeline.process(source, { signal: wrong ?? 7 })],
  ["run", (wrong) => read(data.readRecords([]).batches(wrong ?? null))],
  ["dataset", (wrong) => data.materialize(wrong, "folder")],
  ["folder", (wrong) => data.materialize(dataset, wrong)],
  ["source", (wrong) => data.materializeStream(wrong, "never-made", streaming)],
  ["folder", (wrong) => data.materializeStream(source, wrong, streaming)],
  ["folder", (wrong) => data.openDataset(wrong)],
  ["folder", (wrong) => data.pushVersion(wrong, remote)],
  ["remote", (wrong) => data.pushVersion("never-made", wrong)],
  ["version", (wrong) => data.pullVersion(wrong, remote, "never-made")],
  ["remote", (wrong) => data.pullVersion(dataset.version, wrong, "never-made")],
  ["folder", (wrong) => data.pullVersion(dataset.version, remote, wrong)],
  ["remote", (wrong) => data.listVersions(wrong)],
  ["folder", (wrong) => data.folderObjects(wrong)],
  ["dataset", (wrong) => data.renderQualityReport(wrong)],
  ["manifest", (wrong) => data.dataCard(wrong)],
  ["examples", (wrong) => data.versionOf(wrong)],
  ["examples[1]", (wrong) => data.versionOf([source[0]!, wrong])],
  ["config", (wrong) => data.pipelineFromConfig(wrong)],
  ["config", (wrong) => data.sourceFromConfig(wrong)],
  ["run", (wrong) => data.checkData("config.yaml", wrong ?? null)],
  ["path", (wrong) => data.loadPipelineConfig(wrong)],
  ["env", (wrong) => data.cacheFolder(wrong ?? null)],
  ["texts", (wrong) => data.nearDuplicates(wrong)],
  ["run", (wrong) => data.nearDuplicates(["a"], {}, wrong ?? null)],
  ["text", (wrong) => data.clean(wrong, steps)],
  ["steps", (wrong) => data.clean("a", wrong)],
  ["steps[0]", (wrong) => data.clean("a", [wrong])],
  ["text", (wrong) => data.traceCleaning(wrong, steps)],
  ["steps", (wrong) => data.traceCleaning("a", wrong)],
  ["inner", (wrong) => data.cleanedVectorizer(wrong, steps)],
  ["steps", (wrong) => data.cleanedVectorizer(inner, wrong)],
  ["texts", (wrong) => cleaned.transform(wrong)],
  ["text", (wrong) => cleaned.transform([wrong])],
  ["text", (wrong) => cleaned.locate?.(wrong)],
  ["text", (wrong) => cleaned.countTerms?.(wrong)],
  ["texts", (wrong) => cleaned.linearScorer?.(weights)(wrong)],
  ["codecs", (wrong) => data.cleaningCodec(wrong)],
  ["steps", (wrong) => data.cleaningCodec([], wrong ?? null)],
];

test.each(CALLS)("a wrong %s is a typed error that names it", async (argument, call) => {
  for (const wrong of [null, undefined, 7, {}] as never[]) {
    if (isRight(argument, wrong)) continue;
    const thrown = await Promise.resolve()
      .then(() => call(wrong))
      .catch((cause: unknown) => cause);
    const given = `${JSON.stringify(wrong)}: ${String(thrown)}`;
    expect(ImdbError.isInstance(thrown), given).toBe(true);
    expect(thrown, given).toMatchObject({ code: "INVALID_OPTION", details: { option: argument } });
  }
});

const near: readonly (readonly [call: string, run: (wrong: never) => unknown])[] = [
  ["process", (run) => pipeline.process(source, run)],
  ["batches", (run) => read(data.readRecords([]).batches(run))],
  ["readRecords", (run) => data.readRecords([], run)],
  ["checkData", (run) => data.checkData("config.yaml", run)],
  ["nearDuplicates", (run) => data.nearDuplicates(["a"], {}, run)],
  ["materialize", (run) => data.materialize(dataset, "never-made", run)],
  ["pushVersion", (run) => data.pushVersion("never-made", remote, run)],
  ["pullVersion", (run) => data.pullVersion(dataset.version, remote, "never-made", run)],
  ["downloadAclImdb", (run) => data.downloadAclImdb(run)],
];

test.each(near)("%s refuses a misspelt run option and names the nearest", async (_, call) => {
  const thrown = await Promise.resolve()
    .then(() => call({ onProgres: () => {} } as never))
    .catch((cause: unknown) => cause);
  expect(thrown).toMatchObject({
    code: "INVALID_OPTION",
    details: { option: "onProgres", value: "unknown", near: "onProgress" },
  });
});

test("the worker script of a pipeline reaches no source", async () => {
  let given: object | undefined;
  const own = {
    ...data.readRecords(source),
    batches: (run?: object, onRecord?: () => void) => {
      given = run;
      return data.readRecords(source).batches(run, onRecord);
    },
  };
  const script = new URL("./worker.ts", import.meta.url);
  const options = { split, failOn: "never", workerScript: script, threads: 1 } as const;
  await data.createPipeline(options).process(own);
  expect(given).toEqual({ threads: 1 });
});

test("a check of a configuration that is none says so and does not throw", async () => {
  const { ok, steps } = await data.checkData(undefined as never);
  expect(ok).toBe(false);
  expect(steps).toMatchObject([{ name: "configuration", ok: false, code: "INVALID_OPTION" }]);
});

/** An object is right where options or variables are taken. */
function isRight(argument: string, value: unknown): boolean {
  return typeof value === "object" && value !== null && ["run", "env"].includes(argument);
}

async function read(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}
