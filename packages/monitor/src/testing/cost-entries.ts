import { type JsonValue, type PredictionRecord, parseWith } from "@imdb/core";
import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  inside,
  JSON_TEXTS,
  JSONL_TEXTS,
  jsonFields,
  numbered,
  SOME_TEXTS,
  TEXTS,
} from "../../../../tools/cost/inputs.mjs";
import { fileOf } from "../../../../tools/cost/scratch.mjs";
import { driftReport } from "../drift/drift-report.js";
import { tableDrift } from "../drift/table-drift.js";
import { prometheusGauges } from "../metrics/prometheus.js";
import { readLogLines } from "../node/log-reader.js";
import { profileLog } from "../node/profile-log.js";
import { readReference } from "../node/read-reference.js";
import { joinLabels } from "../performance/join-labels.js";
import { performanceMetrics } from "../performance/metrics.js";
import { performanceOverTime } from "../performance/over-time.js";
import { createProfile } from "../profile/create-profile.js";
import { mergeProfiles } from "../profile/merge-profiles.js";
import { type Profile, profileSchema } from "../profile/schema.js";
import { dataQuality } from "../quality/data-quality.js";
import { driftHtml } from "../report/drift-html.js";
import { monitoringHtml } from "../report/monitoring-html.js";
import { suiteHtml } from "../report/suite-html.js";
import { suiteFromReference } from "../suite/suite-from-reference.js";
import { runSuite } from "../suite/test-suite.js";
import { topicAssigner } from "../topics/topic-assigner.js";
import { learnTopics } from "../topics/topic-model.js";
import { parseRules } from "../watch/alerts.js";
import { windowReport } from "../watch/window-report.js";

const RECORD: PredictionRecord = {
  id: "1",
  time: "2026-01-01T00:00:00Z",
  modelVersion: "1",
  text: "a good film",
  label: "pos",
  probabilities: { neg: 0.25, pos: 0.75 },
  latencyMs: 1,
  actual: "pos",
};
const assignTopic = topicAssigner(learnTopics(manyTopics(64), { topics: 2, minShare: 0.01, maxShare: 0.9 }));
const known = createProfile(["a good film", "a bad film"]);

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "createProfile",
    inputs: { ...inside(TEXTS, (text) => [text]), ...manyTexts() },
    run: (texts: string[]) => JSON.stringify(createProfile(texts)).length,
  }),
  costEntry({
    name: "profiles of records",
    inputs: records(),
    run: (list: PredictionRecord[]) => compared(profileOf(list)),
  }),
  costEntry({
    name: "performanceMetrics",
    inputs: records(),
    run: (list: PredictionRecord[]) => void performanceMetrics(list),
  }),
  costEntry({
    name: "performanceOverTime",
    inputs: records(),
    run: (list: PredictionRecord[]) =>
      JSON.stringify(
        performanceOverTime({ records: list, windowMs: 1000, reference: { right: 1, count: 2 } }),
      ).length,
  }),
  costEntry({
    name: "joinLabels",
    inputs: records(),
    run: (list: PredictionRecord[]) =>
      void joinLabels(
        list,
        list.map(({ id }, i) => ({ id, actual: `${i}` })),
      ),
  }),
  costEntry({
    name: "profileSchema",
    inputs: inside({ ...JSON_TEXTS, ...profileFields() }, parsed),
    run: (value: unknown) => void parseWith(profileSchema, value, "A profile"),
  }),
  costEntry({
    name: "readReference",
    inputs: inside({ ...JSON_TEXTS, ...profileFields() }, (text) => fileOf(text, ".json")),
    run: async (path: string) => void (await readReference(path)),
  }),
  costEntry({
    name: "readLogLines",
    inputs: inside(JSONL_TEXTS, (text) => fileOf(text, ".jsonl")),
    run: readLines,
  }),
  costEntry({
    name: "profileLog",
    inputs: {
      ...inside(JSONL_TEXTS, (text) => fileOf(text, ".jsonl")),
      ...inside(records(), (list) =>
        fileOf(list.map((one) => `${JSON.stringify(one)}\n`).join(""), ".jsonl"),
      ),
    },
    run: async (path: string) => void (await profileLog(path)),
  }),
  costEntry({
    name: "tableDrift",
    inputs: {
      "many columns": (n) => Object.fromEntries(Array.from({ length: n / 16 }, (_, i) => [`c${i}`, [1, 2]])),
      "many categories": (n) => ({ a: Array.from({ length: n / 8 }, (_, i) => `c${i}`) }),
      "many numbers": (n) => ({ a: Array.from({ length: n / 8 }, (_, i) => i) }),
      "one number again": (n) => ({ a: Array<number>(n / 8).fill(1) }),
      "a long category": (n) => ({ a: ["c".repeat(n)] }),
    },
    run: (current: Record<string, JsonValue[]>) =>
      driftHtml(tableDrift({ reference: current, current } as never)).length,
  }),
  costEntry({
    name: "learnTopics",
    inputs: manyTexts(),
    run: (texts: string[]) => void learnTopics(texts, { topics: 2, minShare: 0.01, maxShare: 0.9 }),
  }),
  costEntry({
    name: "topicAssigner",
    inputs: TEXTS,
    run: (text: string) => void assignTopic(text),
  }),
  costEntry({
    name: "runSuite",
    inputs: inside({ ...JSON_TEXTS, ...suites() }, parsed),
    run: (suite: unknown) => suiteHtml(runSuite({ suite, current: known })).length,
  }),
  costEntry({
    name: "alert rules",
    inputs: inside({ ...JSON_TEXTS, ...rules() }, parsed),
    run: (list: unknown) => void parseRules(list),
  }),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function manyTopics(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? `film actor scene${"abcdefgh"[i % 8]}` : `play music song${"abcdefgh"[i % 8]}`,
  );
}

function manyTexts(): Record<string, MakeInput<string[]>> {
  return {
    "many short texts": (n) => Array.from({ length: n / 8 }, (_, i) => `text ${i}`),
    "many words in each": (n) =>
      Array.from({ length: n / 512 }, (_, i) => Array.from({ length: 64 }, (_, k) => `w${i}x${k}`).join(" ")),
    "one text again": (n) => Array<string>(n / 8).fill("the text"),
    "empty texts": (n) => Array<string>(n / 8).fill(""),
    "texts of two topics": (n) => manyTopics(n / 16),
  };
}

function records(): Record<string, MakeInput<PredictionRecord[]>> {
  const of = (n: number, bytes: number, more: (i: number) => Partial<PredictionRecord>) =>
    Array.from({ length: n / bytes }, (_, i) => ({ ...RECORD, id: `${i}`, ...more(i) }));
  return {
    "two labels": (n) => of(n, 200, () => ({})),
    "a label for each record": (n) =>
      of(n, 200, (i) => ({ label: `l${i}`, probabilities: { [`l${i}`]: 1 } })),
    "a true label for each record": (n) => of(n, 200, (i) => ({ actual: `l${i}` })),
    "many probabilities in one record": (n) => [
      ...of(1000, 200, () => ({})),
      {
        ...RECORD,
        probabilities: Object.fromEntries(Array.from({ length: n / 12 }, (_, i) => [`l${i}`, 0])),
      },
    ],
    "a probability for each record": (n) => of(n, 200, (i) => ({ probabilities: { pos: 1, [`l${i}`]: 0 } })),
    "one id": (n) => of(n, 200, () => ({ id: "a" })),
    "a version for each record": (n) => of(n, 200, (i) => ({ modelVersion: `${i}` })),
    "a window for each record": (n) => of(n, 200, (i) => ({ time: new Date(i * 1000).toISOString() })),
    ...inside(SOME_TEXTS, (text) => [{ ...RECORD, text }]),
    ...Object.fromEntries(
      Object.entries(SOME_TEXTS).map(([name, make]) => [
        `label of ${name}`,
        (n: number) => [{ ...RECORD, label: make(n) }],
      ]),
    ),
  };
}

function profileOf(list: readonly PredictionRecord[]): Profile {
  return createProfile(
    list.map(({ text }) => text),
    { predictions: list },
  );
}

/** The bytes of everything that is made of a profile. */
function compared(profile: Profile): number {
  const drift = driftReport({ reference: known, current: profile });
  dataQuality(known, profile);
  mergeProfiles(known, profile, profile);
  const report = windowReport({ start: 0, end: 1, profile }, profile);
  runSuite({ suite: suiteFromReference(profile), current: profile, reference: known, drift });
  return driftHtml(drift).length + monitoringHtml([report]).length + prometheusGauges(report).length;
}

async function readLines(path: string): Promise<void> {
  for await (const _line of readLogLines(path, null));
}

function profileFields() {
  const { columns, terms, ...rest } = known;
  const head = JSON.stringify({ ...rest, terms }).slice(0, -1);
  const column = JSON.stringify(columns[0]);
  return {
    ...jsonFields(["columns", "terms", "confusion", "calibration"]),
    "one column again": (n: number) =>
      `${head},"columns":[${Array(Math.ceil(n / column.length))
        .fill(column)
        .join(",")}]}`,
    "many columns": (n: number) =>
      `${head},"columns":[${Array.from({ length: n / column.length }, (_, i) => JSON.stringify({ ...columns[0], name: `c${i}` })).join(",")}]}`,
  };
}

function suites() {
  const test = (figure: string) => `{"figure":"${figure}","condition":{"gte":1}}`;
  return {
    ...jsonFields(["tests"]),
    "one test again": (n: number) =>
      `{"schemaVersion":1,"tests":[${Array(Math.ceil(n / 48))
        .fill(test("count"))
        .join(",")}]}`,
    "unknown figures": numbered((i) => test(`drift.share.${i}`), '{"schemaVersion":1,"tests":[', "]}", ","),
    "unknown categories": numbered(
      (i) => test(`label.share.${i}`),
      '{"schemaVersion":1,"tests":[',
      "]}",
      ",",
    ),
    "a long figure": (n: number) => `{"schemaVersion":1,"tests":[${test("f".repeat(n))}]}`,
  };
}

function rules() {
  return {
    "many rules": numbered(
      (i) => `{"name":"r${i}","figure":"count","condition":{"gte":1},"severity":"warning"}`,
      "[",
      "]",
      ",",
    ),
    "one rule again": (n: number) =>
      `[${Array(Math.ceil(n / 56))
        .fill('{"name":"r","figure":"count","condition":{"gte":1}}')
        .join(",")}]`,
  };
}
