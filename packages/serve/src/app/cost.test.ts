import { defaultCleaning } from "@imdb/data-pipeline/cleaning";
import type { Incoming } from "@imdb/runtime/routes";
import { describe, expect, test } from "vitest";
import { assertLinearCost } from "../../../../tools/cost/cost.mjs";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { createApp } from "./app.js";

const app = createApp({ predictor: createPredictor(toyBundle()), maxInFlight: 1000 });
const utf8 = new TextEncoder();
const MIB = 1 << 20;

function post(path: string, body: string): Incoming {
  const bytes = utf8.encode(body);
  const header = (name: string) => (name === "content-type" ? "application/json" : undefined);
  return { method: "POST", path, header, body: async () => bytes };
}

/** `parts` as often as they fill so many bytes, between two ends. */
const filled = (begin: string, part: string, end: string) => (bytes: number) =>
  begin + part.repeat(Math.ceil(bytes / part.length)) + end;

const infer = (data: string) => `{"inputs":[{"name":"text","datatype":"BYTES","shape":[1],"data":[${data}`;
const HOSTILE: readonly [name: string, path: string, make: (bytes: number) => string][] = [
  ["numbers for texts", "/v1/predict", filled('{"texts":[', "1,", "1]}")],
  ["names for texts", "/v1/predict", (n) => `{"texts":["a"],${filled("", "", "")(0)}${names(n)}}`],
  ["one long name", "/v1/predict", (n) => `{"text":"a","${"n".repeat(n)}":1}`],
  ["empty texts", "/v1/predict", filled('{"texts":[', '"",', '""]}')],
  ["white space", "/v1/predict", filled("", " ", "1")],
  ["a deep list", "/v1/predict", filled("", "[", "")],
  ["escapes", "/v1/predict", filled('{"text":"', '\\\\\\"', '"}')],
  ["numbers in a tensor", "/v2/models/toy/infer", filled(infer(""), "1,", "1]}]}")],
  ["lists in a tensor", "/v2/models/toy/infer", filled(infer(""), "[1],", "[1]]}]}")],
  ["long lists in a tensor", "/v2/models/toy/infer", filled(infer(""), `[${"1,".repeat(900)}1],`, "[1]]}]}")],
  ["dimensions", "/v2/models/toy/infer", filled('{"inputs":[{"shape":[', "1,", "1]}]}")],
  [
    "outputs",
    "/v2/models/toy/infer",
    filled(`${infer('"a"')}]}],"outputs":[`, '{"name":"label"},', '{"name":"label"}]}'),
  ],
  ["columns", "/invocations", filled('{"dataframe_split":{"columns":[', "{},", '{}],"data":[]}}')],
  ["records that are numbers", "/invocations", filled('{"dataframe_records":[', "1,", "1]}")],
  [
    "rows that are numbers",
    "/invocations",
    filled('{"dataframe_split":{"columns":["text"],"data":[', "1,", "1]}}"),
  ],
  [
    "rows without cells",
    "/invocations",
    filled('{"dataframe_split":{"columns":["text"],"data":[', "[],", "[]]}}"),
  ],
  ["instances", "/invocations", filled('{"instances":[', "{},", "{}]}")],
  ["params", "/invocations", (n) => `{"inputs":["a"],"params":{${names(n)}}}`],
];

function names(bytes: number): string {
  return Array.from({ length: Math.ceil(bytes / 12) }, (_, i) => `"n${i}":${i}`).join(",");
}

describe("a body within the limit of bytes is refused with a small answer, in linear time", () => {
  test.each(HOSTILE)(
    "%s at %s",
    async (name, path, make) => {
      const work = async (body: string) => {
        const answer = await app.answer(post(path, body));
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        return answer.body!.length;
      };
      const { ms, bytes } = await assertLinearCost(work, make, MIB - 2000);
      expect(bytes, name).toBeLessThan(4000);
      // 4 MiB took from 7 to 29 s of computing, and 0.8 MB gave an answer of 109 MB.
      expect(ms, name).toBeLessThan(3000);
    },
    60_000,
  );
});

test("a refusal repeats nothing of the body", async () => {
  const secret = "a-secret-of-somebody";
  for (const [path, body] of [
    ["/v1/predict", { text: "a", [secret]: 1 }],
    ["/v1/predict", { texts: [secret, 1] }],
    ["/v1/predict", { text: { [secret]: secret } }],
    ["/v1/predict", { text: "a", explain: { label: secret } }],
    ["/v2/models/toy/infer", { inputs: [{ name: secret, datatype: secret, shape: [1], data: [1] }] }],
    [
      "/v2/models/toy/infer",
      { inputs: [{ name: "a", datatype: "BYTES", shape: [1], data: ["a"] }], outputs: [{ name: secret }] },
    ],
    ["/invocations", { dataframe_records: [{ [secret]: 1, [`${secret}-2`]: secret }] }],
    ["/invocations", { [secret]: [] }],
    ["/invocations", { inputs: { [secret]: [], b: secret } }],
  ] as const) {
    const answer = await app.answer(post(path, JSON.stringify(body)));
    expect(answer.status).toBe(400);
    expect(answer.body, JSON.stringify(body)).not.toContain(secret);
  }
});

const TEXTS: readonly [name: string, make: (units: number) => string][] = [
  ["marks", (n) => `a${"\u0315\u0300\u05ae\u0301".repeat(n / 4)}`],
  ["marks of one class", (n) => `a${"\u0301".repeat(n)}`],
  ["references", (n) => "&amp;".repeat(n / 5)],
  ["ends of references", (n) => "&#x".repeat(n / 3)],
  ["brackets", (n) => "<".repeat(n)],
  ["breaks", (n) => "<br ".repeat(n / 4)],
  ["white space", (n) => " \u3000".repeat(n / 2)],
  ["lone surrogates", (n) => "\ud800".repeat(n)],
  ["Hangul", (n) => "\u1100\u1161\u11a8".repeat(n / 3)],
  ["one word", (n) => "good".repeat(n / 4)],
  ["words", (n) => "good bad ".repeat(n / 9)],
];

describe("a text takes linear time to clean and to score", () => {
  const steps = defaultCleaning();
  const predictor = createPredictor(toyBundle());
  test.each(TEXTS)(
    "%s",
    async (name, make) => {
      const work = (text: string) => {
        let cleaned = text;
        for (const step of steps) cleaned = step.apply(cleaned);
        predictor.predict(cleaned);
      };
      const { ms } = await assertLinearCost(work, make, 25_000);
      expect(ms, name).toBeLessThan(1000);
    },
    60_000,
  );
});

test("what is asked for is bounded like what is sent: an answer has at most its limit of bytes", async () => {
  const small = createApp({ predictor: createPredictor(toyBundle()), limits: { answerBytes: 20_000 } });
  const explain = (texts: number, limit?: number) =>
    small.answer(
      post(
        "/v1/predict",
        JSON.stringify({ texts: Array(texts).fill("good bad ".repeat(100)), explain: { limit } }),
      ),
    );
  const one = await explain(1);
  expect(one.status).toBe(200);
  expect(one.body!.length).toBeLessThan(20_000);
  const refused = await explain(10);
  expect(refused.status).toBe(413);
  expect(JSON.parse(refused.body!)).toMatchObject({ code: "TOO_LARGE", details: { limit: 20_000 } });
  expect((await explain(10, 0)).status).toBe(200);
});
