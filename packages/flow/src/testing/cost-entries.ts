import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  filled,
  inside,
  JSON_TEXTS,
  JSONL_TEXTS,
  numbered,
  SOME_TEXTS,
  utf8,
} from "../../../../tools/cost/inputs.mjs";
import { folderOf } from "../../../../tools/cost/scratch.mjs";
import { toSeconds } from "../contracts/duration.js";
import { type FlowEvent, runRecorder } from "../index.js";
import { errorOf, jobSchema, unpackInline } from "../queue/protocol.js";
import { folderRunStore } from "../runs/folder-run-store.js";
import { readJournal } from "../runs/journal.js";
import { cron } from "../schedule/trigger.js";
import { folderResultStore } from "../store/folder-result-store.js";
import { encodeResult, openResult } from "../store/stored-result.js";
import { decodeValue } from "../value/decode-value.js";
import { encodeValue } from "../value/encode-value.js";
import { hashValue } from "../value/hash-value.js";
import { runPage } from "../view/run-page.js";
import { terminalView } from "../view/terminal-view.js";

const KEY = "a".repeat(64);
const NO_CODECS = { serializer: undefined, codecs: [] };

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({ name: "cron", inputs: expressions(), run: (expression: string) => void cron(expression) }),
  costEntry({
    name: "durations",
    inputs: { ...SOME_TEXTS, digits: filled("1", "", "ms"), "full stops": filled("1.", "", "s") },
    run: (text: string) => void toSecondsOf(text),
  }),
  costEntry({
    name: "hashValue",
    inputs: { ...inside(JSON_TEXTS, parsed), ...values() },
    run: (value: unknown) => hashValue(value).length,
  }),
  costEntry({
    name: "encodeValue and decodeValue",
    inputs: { ...inside(JSON_TEXTS, parsed), ...values() },
    run: through,
  }),
  costEntry({
    name: "decodeValue",
    inputs: { ...JSON_TEXTS, ...tagged() },
    run: (head: string) => void decodeOrRefuse(head),
  }),
  costEntry({
    name: "stored results",
    inputs: results(),
    run: async (bytes: Uint8Array) => void (await openResult("k", bytes, NO_CODECS).value()),
  }),
  costEntry({
    name: "folderResultStore(…).get",
    inputs: inside({ letters: filled("a"), zeros: filled("\0") }, (text) =>
      folderOf({ [`aa/${KEY}.result`]: text }),
    ),
    run: async (folder: string) => void (await folderResultStore(folder).get(KEY)),
  }),
  costEntry({
    name: "readJournal",
    inputs: inside(journals(), (text) => `${folderOf({ "events.jsonl": text })}/events.jsonl`),
    run: readEvents,
  }),
  costEntry({
    name: "folderRunStore(…).list",
    inputs: inside({ ...JSON_TEXTS, ...journals() }, (text) => folderOf(runWith(text))),
    run: async (folder: string) => void (await listed(folder)),
  }),
  costEntry({
    name: "jobs of a queue",
    inputs: JSON_TEXTS,
    run: (text: string) => void jobSchema.safeParse(parsed(text)),
  }),
  costEntry({
    name: "answers of a queue",
    inputs: JSON_TEXTS,
    run: (text: string) => void unpackOrRefuse(text),
  }),
  costEntry({
    name: "failures of a queue",
    inputs: { ...JSON_TEXTS, ...SOME_TEXTS },
    run: (text: string) => errorOf(text, "t").message.length,
  }),
  costEntry({ name: "runRecorder and runPage", inputs: events(), run: (list: FlowEvent[]) => pageOf(list) }),
  costEntry({ name: "terminalView", inputs: events(), run: (list: FlowEvent[]) => terminalOf(list) }),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toSecondsOf(text: string): number {
  return toSeconds(text as never);
}

function expressions() {
  return {
    ...SOME_TEXTS,
    fields: filled("* "),
    numbers: filled("1,", "", "1 * * * *"),
    ranges: filled("1-2,", "", "1 * * * *"),
    steps: filled("*/1,", "", "1 * * * *"),
    "a long number": filled("1", "", " * * * *"),
    "a long range": filled("1-", "", "1 * * * *"),
    "a long step": filled("/1", "*", " * * * *"),
    names: filled("MON,", "* * * * ", "MON"),
    "leading zeros": filled("0", "", "1 * * * *"),
  };
}

function values(): Record<string, MakeInput<unknown>> {
  const cycle: unknown[] = [];
  return {
    "many numbers": (n) => Array.from({ length: n / 8 }, (_, i) => i),
    "a typed array": (n) => new Float64Array(n / 8),
    "many typed arrays": (n) => Array.from({ length: n / 64 }, () => new Float64Array(1)),
    "a map": (n) => new Map(Array.from({ length: n / 16 }, (_, i) => [`k${i}`, i])),
    "a set": (n) => new Set(Array.from({ length: n / 8 }, (_, i) => i)),
    "one value again": (n) => Array<unknown>(n / 8).fill({ a: cycle }),
    texts: (n) => Array<string>(n / 8).fill("a text"),
    "lone surrogates": filled("\ud800"),
    "values in one another": (n) => {
      let value: unknown = 1;
      // Deeper ones are refused.
      for (let i = 0; i < Math.min(90, n / 8); i++) value = [value];
      return value;
    },
    "values that double": (n) => {
      let value: unknown = [1];
      for (let i = 1; i < Math.min(14, Math.log2(n / 16)); i++) value = [value, value];
      return value;
    },
  };
}

function through(value: unknown): number {
  const { head, blobs } = encodeValue(value, "inserted");
  const bytes = Buffer.concat(blobs as Uint8Array[]);
  decodeValue(head, bytes);
  return head.length + bytes.length;
}

function tagged() {
  return {
    "many tags": filled('{"$type":"Date","value":1},', "[", "1]"),
    "unknown tags": filled('{"$type":"x"},', "[", "1]"),
    "large sizes": filled('{"$type":"Float64Array","size":4294967295},', "[", "1]"),
    "sizes of texts": filled("4294967295,", '{"$type":"texts","sizes":[', "1]}"),
    "nested tags": filled('{"$type":"Map","value":[', "", ""),
  };
}

function decodeOrRefuse(head: string): void {
  refused(() => decodeValue(head, new Uint8Array(8)));
}

function unpackOrRefuse(text: string): void {
  refused(() => unpackInline(text, []));
}

/** These are called where any error means a damaged value. */
function refused(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if ((error as Error).message.length > 10_000) throw error;
  }
}

function results(): Record<string, MakeInput<Uint8Array>> {
  const packed = (value: unknown) => {
    return encodeResult({ task: "t", version: "1", createdAt: 1 }, value, NO_CODECS);
  };
  return {
    letters: (n) => utf8("a".repeat(n)),
    "a long header": (n) => utf8(`imdb-flow-result 1\n${"[".repeat(n)}\n`),
    "no end of the header": (n) => utf8(`imdb-flow-result 1\n${"a".repeat(n)}`),
    "many names in the header": (n) => utf8(`imdb-flow-result 1\n${JSON_TEXTS["many names"]!(n)}\n`),
    "a long body": (n) =>
      utf8(
        `imdb-flow-result 1\n{"task":"t","version":"1","serializer":"value/1","createdAt":1,"head":0,"sha256":""}\n${"a".repeat(n)}`,
      ),
    ...inside(values(), packed),
  };
}

/** A run of a flow with these events; of what is no journal, also as the description of the run. */
function runWith(text: string): Record<string, string> {
  const about = {
    format: 1,
    runId: "r",
    flow: "f",
    version: "1",
    state: "Completed",
    startedAt: 1,
    endedAt: 2,
  };
  const isJournal = text.includes("\n");
  return { "r/run.json": isJournal ? JSON.stringify(about) : text, "r/events.jsonl": text };
}

function journals() {
  const log = (i: number) => `{"type":"log","time":${i},"runId":"r","level":"info","message":"m"}\n`;
  return { ...JSONL_TEXTS, "many log lines": numbered(log), "no line end": filled("a") };
}

async function readEvents(path: string): Promise<void> {
  for await (const _event of readJournal(path));
}

async function listed(folder: string): Promise<unknown> {
  return folderRunStore(folder).list();
}

function events(): Record<string, MakeInput<FlowEvent[]>> {
  const start = { type: "flowState", runId: "r", flow: "f", state: "Pending", time: 0 };
  const task = (id: string, more: object = {}) => ({
    type: "taskState",
    runId: "r",
    taskRunId: id,
    task: "t",
    kind: "task",
    state: "Completed",
    attempt: 1,
    time: 1,
    ...more,
  });
  const of = (n: number, bytes: number, make: (i: number) => object) =>
    [start, ...Array.from({ length: n / bytes }, (_, i) => make(i))] as never;
  return {
    "many tasks": (n) => of(n, 128, (i) => task(`t${i}`)),
    "many names of tasks": (n) => of(n, 128, (i) => task(`t${i}`, { task: `t${i}` })),
    "one task again": (n) => of(n, 128, () => task("t")),
    "a chain of tasks": (n) =>
      of(n, 128, (i) => task(`t${i}`, { task: `t${i}`, dependsOn: i === 0 ? [] : [`t${i - 1}`] })),
    "tasks of all tasks": (n) =>
      of(Math.min(n, 1 << 16), 128, (i) =>
        task(`t${i}`, { dependsOn: Array.from({ length: Math.min(i, 8) }, (_, k) => `t${i - k - 1}`) }),
      ),
    "many log lines": (n) =>
      of(n, 64, (i) => ({ type: "log", runId: "r", time: i, level: "info", message: `m${i}` })),
    "a long log line": (n) =>
      of(1, 1, () => ({ type: "log", runId: "r", time: 1, level: "info", message: "m".repeat(n) })),
    "many artifacts": (n) =>
      of(n, 128, (i) => ({
        type: "artifact",
        runId: "r",
        time: i,
        artifact: { kind: "text", key: `k${i}`, text: "a" },
      })),
  };
}

function pageOf(list: readonly FlowEvent[]): number {
  const recorder = runRecorder();
  for (const event of list) recorder.add(event);
  return runPage(recorder.record()).length;
}

function terminalOf(list: readonly FlowEvent[]): number {
  let bytes = 0;
  const stream = {
    columns: 80,
    write(text: string) {
      bytes += text.length;
    },
  };
  const view = terminalView({ stream });
  for (const event of list) view.onEvent(event);
  view.close();
  return bytes;
}
