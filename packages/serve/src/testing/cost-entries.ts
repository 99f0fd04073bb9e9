import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { parseWith } from "@imdb/core";
import { parseConfig } from "@imdb/core/config";
import type { Incoming } from "@imdb/runtime/routes";
import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  CSV_TEXTS,
  inside,
  JSON_TEXTS,
  JSONL_TEXTS,
  jsonFields,
  numbered,
  SOME_TEXTS,
  TEXTS,
  utf8,
  YAML_TEXTS,
} from "../../../../tools/cost/inputs.mjs";
import { fileOf, folderOf } from "../../../../tools/cost/scratch.mjs";
import { createApp } from "../app/app.js";
import { scoreFile } from "../batch/score-file.js";
import { scoreStream } from "../batch/score-stream.js";
import { createPredictionLog } from "../node/prediction-log.js";
import { fetchBundle } from "../predictor/fetch-bundle.js";
import { createPredictor } from "../predictor/predictor.js";
import { registryResolver } from "../predictor/registry-resolver.js";
import { serveSectionSchema, settingsFromConfig } from "../service/serve-section.js";
import { toyBundle } from "./toy-model.js";

const predictor = createPredictor(toyBundle());
const app = createApp({ predictor, maxInFlight: 1000 });
/** The limit of a body, less what is around the text. */
const BODY = { lastBytes: (4 << 20) - 2000 };
const TEXT_FIELDS = [
  "text",
  "texts",
  "inputs",
  "instances",
  "dataframe_split",
  "dataframe_records",
  "params",
  "explain",
];

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  ...["/v1/predict", "/v2/models/toy/infer", "/invocations"].map((path) =>
    costEntry({
      name: `POST ${path}`,
      inputs: { ...JSON_TEXTS, ...jsonFields(TEXT_FIELDS) },
      run: (body: string) => post(path, body),
      ...BODY,
    }),
  ),
  costEntry({
    name: "POST /v1/predict of texts",
    inputs: { ...TEXTS, ...manyTexts() },
    run: (text: string | string[]) =>
      post("/v1/predict", JSON.stringify(typeof text === "string" ? { text } : { texts: text })),
    ...BODY,
  }),
  costEntry({
    name: "POST /v1/predict of explanations",
    inputs: { ...TEXTS, ...manyTexts() },
    run: (text: string | string[]) =>
      post(
        "/v1/predict",
        JSON.stringify({ ...(typeof text === "string" ? { text } : { texts: text }), explain: true }),
      ),
    ...BODY,
  }),
  costEntry({
    name: "GET of any path",
    inputs: inside(
      SOME_TEXTS,
      (text) => `/v2/models/${encodeURIComponent(text.replace(/\p{Surrogate}/gu, ""))}`,
    ),
    run: (path: string) => ask("GET", path),
  }),
  costEntry({
    name: "createPredictor(…).predict",
    inputs: TEXTS,
    run: (text: string) => JSON.stringify(predictor.predict(text)).length,
  }),
  costEntry({
    name: "createPredictor(…).explain",
    inputs: TEXTS,
    run: (text: string) => JSON.stringify(predictor.explain(text)).length,
  }),
  costEntry({
    name: "scoreStream",
    inputs: {
      ...inside(TEXTS, (text) => [{ text }]),
      "many rows": (n) => Array.from({ length: n / 8 }, (_, i) => ({ text: `t${i}` })),
    },
    run: async (rows: { text: string }[]) => {
      for await (const _row of scoreStream(rows, predictor));
    },
  }),
  costEntry({
    name: "scoreFile of CSV",
    inputs: inside(CSV_TEXTS, (text) => fileOf(text, ".csv")),
    run: score,
  }),
  costEntry({
    name: "scoreFile of JSON Lines",
    inputs: inside(JSONL_TEXTS, (text) => fileOf(text, ".jsonl")),
    run: score,
  }),
  costEntry({
    name: "scoreFile of JSON",
    inputs: inside(JSON_TEXTS, (text) => fileOf(text, ".json")),
    run: score,
  }),
  costEntry({
    name: "serveSectionSchema",
    inputs: {
      ...YAML_TEXTS,
      ...jsonFields(["limits", "api_keys", "cors_origins"]),
      "many keys": numbered((i) => `"key-${i}-0123456789abcdef"`, "api_keys: [", "]", ","),
    },
    run: (text: string) =>
      void settingsFromConfig(parseWith(serveSectionSchema, parseConfig(text, "a file"), "A section")),
  }),
  costEntry({ name: "createPredictionLog", inputs: records(), run: logged }),
  costEntry({
    name: "answers to fetchBundle",
    inputs: inside({ ...JSON_TEXTS, ...jsonFields(["files", "labels"]) }, utf8),
    run: fetched,
  }),
  costEntry({
    name: "registryResolver",
    inputs: { ...inside(JSON_TEXTS, utf8), zeros: (n) => new Uint8Array(n) },
    run: async (bytes: Uint8Array) =>
      void (await registryResolver({ registry: {} as never, artifacts: { read: async () => bytes } })(
        "models:/m-0",
      )),
  }),
  costEntry({
    name: "addresses of models",
    inputs: inside(SOME_TEXTS, (text) => `models:/${text}`),
    run: async (uri: string) =>
      void (await registryResolver({ registry: {} as never, artifacts: {} as never })(uri)),
  }),
];

function manyTexts(): Record<string, MakeInput<string[]>> {
  return {
    "many short texts": (n) => Array<string>(Math.min(1000, n / 8)).fill("good".repeat(Math.ceil(n / 4000))),
    "too many texts": (n) => Array<string>(n / 8).fill("good"),
  };
}

async function ask(method: string, path: string, body = ""): Promise<number> {
  const bytes = utf8(body);
  const header = (name: string) => (name === "content-type" ? "application/json" : undefined);
  return (await app.answer({ method, path, header, body: async () => bytes } as Incoming)).body?.length ?? 0;
}

function post(path: string, body: string): Promise<number> {
  return ask("POST", path, body);
}

async function score(input: string): Promise<number> {
  const output = `${input}.scored.jsonl`;
  const quarantine = `${input}.bad.jsonl`;
  try {
    await scoreFile({ input, output, quarantine, predictor, mostlyQuarantined: "accept" });
    return [output, quarantine].reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0);
  } finally {
    for (const path of [output, quarantine]) rmSync(path, { force: true });
  }
}

function records(): Record<string, MakeInput<readonly object[]>> {
  const record = {
    id: "1",
    time: "2026-01-01T00:00:00Z",
    modelVersion: "1",
    text: "a",
    label: "pos",
    probabilities: { pos: 1 },
    latencyMs: 1,
  };
  return {
    ...inside(TEXTS, (text) => [{ ...record, text }]),
    "many records": (n) => Array<object>(n / 128).fill(record),
    "many probabilities": (n) => [
      {
        ...record,
        probabilities: Object.fromEntries(Array.from({ length: n / 16 }, (_, i) => [`l${i}`, 0])),
      },
    ],
  };
}

async function logged(list: readonly object[]): Promise<number> {
  const path = `${folderOf({})}/log.jsonl`;
  const log = await createPredictionLog({ path, text: "hash" });
  try {
    await log.write(list as never);
  } finally {
    await log.close();
  }
  return readFileSync(path).length;
}

async function fetched(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(bytes);
  try {
    await fetchBundle(new URL("http://127.0.0.1:1/a"));
  } finally {
    globalThis.fetch = fetch;
  }
}
