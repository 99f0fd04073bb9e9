import type { Incoming } from "@imdb/runtime/routes";
import { problemSchema } from "@imdb/runtime/routes";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { createApp } from "./app.js";

const RUNS = rounds(60, 10_000);
const app = createApp({ predictor: createPredictor(toyBundle()), maxInFlight: 1_000_000 });
const utf8 = new TextEncoder();
const POSTS = ["/v1/predict", "/invocations", "/v2/models/toy/infer"] as const;

function post(path: string, body: Uint8Array, headers: Record<string, string> = {}): Incoming {
  const all: Record<string, string> = { "content-type": "application/json", ...headers };
  return { method: "POST", path, header: (name) => all[name], body: async () => body };
}

/** An answer is a success or a refusal with a whole problem body; a 5xx is a failure of ours. */
async function expectSound(incoming: Incoming): Promise<void> {
  const { status, body, headers } = await app.answer(incoming);
  if (status === 200) return void JSON.parse(body!);
  expect(status, body ?? "").toBeGreaterThanOrEqual(400);
  expect(status, body ?? "").toBeLessThan(500);
  expect(headers["content-type"]).toBe("application/problem+json");
  expect(problemSchema.parse(JSON.parse(body!)).status).toBe(status);
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("good", "", "\ud800", "__proto__", "\u0000"),
);
const oddKey = fc.constantFrom(
  "__proto__",
  "constructor",
  "text",
  "texts",
  "toString",
  "length",
  "inputs",
  "",
);
const value = fc.oneof(
  fc.jsonValue(),
  text,
  fc.array(text),
  fc.constantFrom(1e308, -0, 2 ** 53, null, true),
  fc.dictionary(oddKey, fc.jsonValue()),
);

/** Bodies that are nearly right: every part of them is now and then something else. */
function nearly(schema: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, right]) => [
      key,
      fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: value }),
    ]),
  );
  return fc
    .tuple(fc.record(parts, { requiredKeys: [] }), fc.dictionary(oddKey, value, { maxKeys: 1 }))
    .map(([a, b]) => ({ ...a, ...b }));
}

const column = fc.oneof(text, fc.array(text), nearly({ text: fc.oneof(text, fc.array(text)) }));
const bodies: Record<(typeof POSTS)[number], fc.Arbitrary<unknown>> = {
  "/v1/predict": fc.oneof(
    nearly({ text, explain: nearly({ label: fc.constantFrom("pos", "neg"), limit: fc.nat(5) }) }),
    nearly({ texts: fc.array(text), explain: fc.boolean() }),
  ),
  "/invocations": fc.oneof(
    nearly({
      dataframe_split: nearly({
        columns: fc.array(fc.constantFrom("text", "id", 0)),
        data: fc.array(fc.array(value)),
      }),
    }),
    nearly({ dataframe_records: fc.array(nearly({ text, id: fc.nat() })) }),
    nearly({ instances: fc.array(column), params: fc.object() }),
    nearly({ inputs: column }),
  ),
  "/v2/models/toy/infer": nearly({
    id: fc.string(),
    inputs: fc.array(
      nearly({
        name: fc.constant("text"),
        datatype: fc.constant("BYTES"),
        shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
        data: fc.array(text, { maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
    outputs: fc.array(nearly({ name: fc.constantFrom("label", "probabilities", "x") })),
  }),
};

test.each(POSTS)(
  `${RUNS} nearly right bodies get an answer or a 4xx at %s`,
  async (path) => {
    await fc.assert(
      fc.asyncProperty(bodies[path], async (body) => {
        await expectSound(post(path, utf8.encode(JSON.stringify(body))));
      }),
      { numRuns: RUNS, seed: 1 },
    );
  },
  120_000,
);

test(`${RUNS} bodies of any bytes, any JSON and any headers get an answer or a 4xx`, async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((json) => utf8.encode(json)),
    fc.tuple(fc.json(), fc.nat()).map(([json, at]) => utf8.encode(json.slice(0, at % (json.length + 1)))),
  );
  const header = fc.dictionary(
    fc.constantFrom(
      "content-type",
      "content-encoding",
      "x-request-id",
      "x-routing-key",
      "authorization",
      "origin",
    ),
    fc.string({ unit: "binary-ascii" }),
  );
  const path = fc.oneof(
    fc.constantFrom<string>(...POSTS),
    fc.webPath(),
    fc.constantFrom("/v2/models/%ff/infer", "//", "/v2/models/a/versions/b/infer"),
  );
  await fc.assert(
    fc.asyncProperty(bytes, header, path, (body, headers, at) => expectSound(post(at, body, headers))),
    { numRuns: RUNS, seed: 2 },
  );
}, 120_000);

test("deep nesting, huge numbers and keys of a prototype are refused like every wrong body", async () => {
  const deep = 200_000;
  for (const body of [
    "[".repeat(deep),
    "[".repeat(deep) + "]".repeat(deep),
    `{"text":${"[".repeat(deep)}${"]".repeat(deep)}}`,
    `{"instances":${"[".repeat(deep)}${"]".repeat(deep)}}`,
    `${'{"inputs":'.repeat(deep)}1${"}".repeat(deep)}`,
    '{"text":1e999}',
    `{"texts":[${"9".repeat(100_000)}]}`,
    '{"__proto__":{"text":"good"}}',
    '{"constructor":{"prototype":{"text":"good"}}}',
    `{"inputs":[{"name":"text","datatype":"BYTES","shape":[1e308,1e308],"data":["a"]}]}`,
  ]) {
    for (const path of POSTS) {
      const { status } = await app.answer(post(path, utf8.encode(body)));
      expect([400, 413], `${path} ${body.slice(0, 40)}`).toContain(status);
    }
  }
  expect(({} as Record<string, unknown>)["text"]).toBeUndefined();
});
