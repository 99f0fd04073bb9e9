import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import { filled, JSON_TEXTS, numbered, SOME_TEXTS, YAML_TEXTS } from "../../../../tools/cost/inputs.mjs";
import { folderOf } from "../../../../tools/cost/scratch.mjs";
import {
  comparisonReport,
  createTracker,
  fileStore,
  parseFilter,
  restStore,
  runReport,
  syncRuns,
} from "../index.js";

/** A folder with one run, of which a test changes one thing. */
interface Folder {
  readonly root: string;
  readonly experimentId: string;
  readonly runId: string;
}

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "parseFilter", inputs: filters(), run: (filter: string) => void parseFilter(filter) }),
  costEntry({
    name: "fileStore(…).getRun",
    inputs: { ...folders(), ...metaFiles() },
    run: ({ root, runId }: Folder) => bytesOf(fileStore(root).getRun(runId)),
  }),
  costEntry({
    name: "fileStore(…).searchRuns",
    inputs: { ...folders(), ...manyRuns() },
    run: ({ root, experimentId }: Folder) =>
      bytesOf(fileStore(root).searchRuns({ experimentIds: [experimentId] })),
  }),
  costEntry({
    name: "fileStore(…).recover",
    inputs: folders(),
    run: ({ root }: Folder) => bytesOf(fileStore(root).recover()),
  }),
  costEntry({
    name: "fileStore(…).getMetricHistory",
    inputs: folders(),
    run: ({ root, runId }: Folder) => bytesOf(fileStore(root).getMetricHistory(runId, "m")),
  }),
  costEntry({
    name: "fileStore(…).artifacts.list",
    inputs: folders(),
    run: ({ root, runId }: Folder) => bytesOf(fileStore(root).artifacts.list({ runId })),
  }),
  costEntry({
    name: "runReport",
    inputs: folders(),
    run: async ({ root, runId }: Folder) => (await runReport(fileStore(root), runId)).length,
  }),
  costEntry({
    name: "comparisonReport",
    inputs: { ...folders(), ...manyRuns() },
    run: async ({ root, experimentId }: Folder) => {
      const store = fileStore(root);
      const { items } = await store.searchRuns({ experimentIds: [experimentId] });
      return (
        await comparisonReport(
          store,
          items.map(({ info }) => info.runId),
        )
      ).length;
    },
  }),
  costEntry({
    name: "answers to restStore(…).getRun",
    inputs: answers("run"),
    run: (text: string) => answered(text, (store) => store.getRun("0".repeat(32))),
  }),
  costEntry({
    name: "answers to restStore(…).searchRuns",
    inputs: answers("runs"),
    run: (text: string) => answered(text, (store) => store.searchRuns({ experimentIds: ["1"] })),
  }),
  costEntry({
    name: "answers to restStore(…).getMetricHistory",
    inputs: answers("metrics"),
    run: (text: string) => answered(text, (store) => store.getMetricHistory("0".repeat(32), "m")),
  }),
  costEntry({
    name: "answers to syncRuns",
    inputs: answers("experiments"),
    run: async (text: string) => {
      const { root } = await base;
      return answered(text, (target) => syncRuns(fileStore(root), target));
    },
  }),
];

async function bytesOf(answer: Promise<unknown>): Promise<number> {
  return JSON.stringify((await answer) ?? null).length;
}

/** The one run that each folder begins with. */
const base = (async (): Promise<Folder> => {
  const root = folderOf({});
  const experiment = await createTracker({ store: fileStore(root) }).setExperiment("e");
  const runId = await experiment.startRun({ runName: "r" }, async (run) => {
    await run.logParam("p", "1");
    await run.setTag("t", "1");
    await run.logMetric("m", 1);
    await run.logText("x", "a.txt");
    return run.runId;
  });
  return { root, experimentId: experiment.experimentId, runId };
})();

/** The folder with other files in its run. */
async function changed(files: Readonly<Record<string, string>>): Promise<Folder> {
  const { root, experimentId, runId } = await base;
  const copy = folderOf({});
  cpSync(root, copy, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(copy, experimentId, runId, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { root: copy, experimentId, runId };
}

function inFile(
  name: string,
  inputs: Readonly<Record<string, (n: number) => string>>,
): Record<string, MakeInput<Folder>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([kind, make]) => [
      `${name} of ${kind}`,
      (n: number) => changed({ [name]: make(n) }),
    ]),
  );
}

function metaFiles(): Record<string, MakeInput<Folder>> {
  const mlflow = {
    "other fields": numbered((i) => `n${i}: x\n`),
    "deep paths": filled("a/", "artifact_uri: ", "\n"),
  };
  return inFile("meta.yaml", { ...YAML_TEXTS, ...mlflow });
}

function folders(): Record<string, MakeInput<Folder>> {
  const files = (name: (i: number) => string, text: string) => (n: number) =>
    changed(Object.fromEntries(Array.from({ length: n / 512 }, (_, i) => [name(i), text])));
  const metrics = {
    "points of a metric": numbered((i) => `${i} 0.5 ${i}\n`),
    "bad lines": filled("a\n"),
    "empty lines": filled("\n"),
    "a long line": filled("1"),
    "one step again": filled("1 0.5 0\n"),
  };
  const journal = {
    "points of a journal": numbered((i) => `${i} 0.5 ${i} m\n`),
    "metrics of a journal": numbered((i) => `1 0.5 0 m${i % 512}\n`),
    "bad lines": filled("a\n"),
    "a long key": filled("a", "1 5 0 ", "\n"),
    "a long line": filled("1 "),
  };
  return {
    ...inFile("params/p", SOME_TEXTS),
    ...inFile("tags/t", SOME_TEXTS),
    ...inFile("metrics/m", metrics),
    ...inFile(".journal/hostile.log", journal),
    "many params": files((i) => `params/p${i}`, "1"),
    "many tags": files((i) => `tags/t${i}`, "1"),
    "many metrics": files((i) => `metrics/m${i}`, "1 0.5 0\n"),
    "many artifacts": files((i) => `artifacts/a${i}`, "1"),
    "many journals": files((i) => `.journal/j${i}.log`, "1 0.5 0 m\n"),
  };
}

function manyRuns(): Record<string, MakeInput<Folder>> {
  return {
    "many runs": async (n) => {
      const made = await changed({});
      const run = join(made.root, made.experimentId, made.runId);
      const meta = readFileSync(join(run, "meta.yaml"), "utf8");
      for (let i = 0; i < n / 2048; i++) {
        const id = i.toString(16).padStart(32, "0");
        cpSync(run, join(dirname(run), id), { recursive: true });
        writeFileSync(join(dirname(run), id, "meta.yaml"), meta.replaceAll(made.runId, id));
      }
      return made;
    },
  };
}

function filters(): Record<string, MakeInput<string>> {
  return {
    ...SOME_TEXTS,
    conditions: filled("metrics.a > 1 and ", "", "metrics.a > 1"),
    "conditions of names": numbered((i) => `params.p${i} = 'a'`, "", "", " AND "),
    "a long name": filled("a", "metrics.", " > 1"),
    "an open name": filled("a", "metrics.`"),
    "an open text": filled("a", "params.a = '"),
    patterns: filled("%", "params.a LIKE '", "'"),
    "patterns of letters": filled("%a", "params.a LIKE '", "'"),
    "a list": filled("'a',", "attributes.run_id IN (", "'a')"),
    brackets: filled("("),
  };
}

function answers(field: string): Record<string, MakeInput<string>> {
  const run = (i: number) =>
    `{"info":{"run_id":"${i.toString(16).padStart(32, "0")}","experiment_id":"1","status":"FINISHED","lifecycle_stage":"active","start_time":1,"end_time":1},"data":{}}`;
  const data = (list: string) => `{"run":${run(1).replace('"data":{}', `"data":{${list}`)}`;
  return {
    ...JSON_TEXTS,
    numbers: filled("1,", `{"${field}":[`, "1]}"),
    objects: filled("{},", `{"${field}":[`, "{}]}"),
    names: numbered((i) => `"n${i}":{}`, `{"${field}":{`, "}}", ","),
    "a long text": filled("t", `{"${field}":"`, '"}'),
    "many runs": numbered(run, '{"runs":[', "]}", ","),
    "many params": numbered((i) => `{"key":"p${i}","value":"1"}`, data('"params":['), "]}}}", ","),
    "one param again": filled('{"key":"p","value":"1"},', data('"params":['), '{"key":"p","value":"1"}]}}}'),
    "many metrics": numbered(
      (i) => `{"key":"m","value":${i},"timestamp":${i},"step":${i}}`,
      '{"metrics":[',
      "]}",
      ",",
    ),
    "a page to log in": filled("<p>", "<html>"),
  };
}

/** What a store makes of the answer of a server. */
async function answered(
  text: string,
  call: (store: ReturnType<typeof restStore>) => Promise<unknown>,
): Promise<number> {
  const { fetch } = globalThis;
  globalThis.fetch = async () =>
    new Response(text, { status: 200, headers: { "content-type": "application/json" } });
  try {
    return await bytesOf(call(restStore("http://127.0.0.1:1", { retries: 0 })));
  } finally {
    globalThis.fetch = fetch;
  }
}
