import { describe, expect, test } from "vitest";
import { createApp } from "../app/app.js";
import { createPredictor } from "../predictor/predictor.js";
import { call } from "../testing/call.js";
import { toyBundle } from "../testing/toy-model.js";

const predictor = createPredictor(toyBundle());
const next = createPredictor(toyBundle(-10));
const app = createApp({ predictor });
const texts = ["good", "bad boring", ""];
const expected = predictor.predictBatch(texts);

describe("the Open Inference Protocol", () => {
  const infer = (body: unknown, path = "/v2/models/toy/infer") => call(app, path, body);
  const inputs = (data: unknown, shape = [3]) => [{ name: "text", shape, datatype: "BYTES", data }];

  test("scores a tensor of texts", async () => {
    const { status, body } = await infer({ id: "42", inputs: inputs(texts) });
    expect(status).toBe(200);
    expect(body).toEqual({
      model_name: "toy",
      model_version: predictor.modelVersion,
      id: "42",
      outputs: [
        { name: "label", datatype: "BYTES", shape: [3], data: expected.map((p) => p.label) },
        {
          name: "probabilities",
          datatype: "FP64",
          shape: [3, 2],
          data: expected.flatMap((p) => [p.probabilities["neg"], p.probabilities["pos"]]),
        },
        { name: "confidence", datatype: "FP64", shape: [3], data: expected.map((p) => p.confidence) },
      ],
    });
    const column = await infer({ inputs: inputs([["good"], ["bad"]], [2, 1]), outputs: [{ name: "label" }] });
    expect(column.body.outputs.map((o: { data: unknown }) => o.data)).toEqual([["pos", "neg"]]);
  });

  test("finds models and versions, by the whole hash or its first digits", async () => {
    const both = createApp({ predictor, canaries: [{ predictor: next, weight: 0 }] });
    const { body } = await call(both, "/v2/models/toy");
    expect(body.versions).toEqual([predictor.modelVersion, next.modelVersion]);
    const short = next.modelVersion.slice(7, 19);
    const path = `/v2/models/toy/versions/${short}`;
    expect((await call(both, `${path}/ready`)).status).toBe(200);
    const answer = await call(both, `${path}/infer`, { inputs: inputs(["good"], [1]) });
    expect(answer.body.model_version).toBe(next.modelVersion);
    expect(answer.body.outputs[0].data).toEqual(["neg"]);
    const whole = `/v2/models/toy/versions/${encodeURIComponent(next.modelVersion)}`;
    expect((await call(both, `${whole}/ready`)).status).toBe(200);
  });

  test.each([
    ["another model", { inputs: inputs(texts) }, "/v2/models/none/infer", 404],
    ["another version", { inputs: inputs(texts) }, "/v2/models/toy/versions/7/infer", 404],
    ["a shape that is not the data's", { inputs: inputs(texts, [4]) }, undefined, 400],
    ["a matrix", { inputs: inputs(texts, [1, 3]) }, undefined, 400],
    ["numbers", { inputs: [{ name: "text", shape: [1], datatype: "FP32", data: [1] }] }, undefined, 400],
    ["two inputs", { inputs: [...inputs(texts), ...inputs(texts)] }, undefined, 400],
    ["an unknown output", { inputs: inputs(texts), outputs: [{ name: "logits" }] }, undefined, 400],
    ["a huge shape", { inputs: inputs([], [2 ** 40, 2 ** 40]) }, undefined, 400],
  ])("refuses %s with the error member of the protocol", async (_, body, path, status) => {
    const answer = await infer(body, path);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toEqual(expect.any(String));
  });
});

describe("MLflow's scoring protocol", () => {
  const predictions = expected.map(({ label, confidence, probabilities }) => ({
    label,
    confidence,
    ...probabilities,
  }));

  test.each([
    ["dataframe_split", { dataframe_split: { columns: ["id", "text"], data: texts.map((t, i) => [i, t]) } }],
    ["dataframe_split of one column", { dataframe_split: { columns: [0], data: texts.map((t) => [t]) } }],
    ["dataframe_records", { dataframe_records: texts.map((text, id) => ({ id, text })) }],
    ["instances as records", { instances: texts.map((text) => ({ text })) }],
    ["instances as texts", { instances: texts }],
    ["inputs as columns", { inputs: { text: texts } }],
    ["inputs as texts", { inputs: texts, params: {} }],
  ])("accepts %s", async (_, body) => {
    const answer = await call(app, "/invocations", body);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ predictions });
  });

  test.each([
    {},
    { instances: ["a"], inputs: ["a"] },
    { instances: [] },
    { instances: [null] },
    { inputs: 3 },
    { inputs: { a: ["x"], b: ["y"] } },
    { dataframe_split: { columns: ["a", "b"], data: [["x", "y"]] } },
    { dataframe_split: { columns: ["text"], data: [[]] } },
    { dataframe_records: [{ text: 5 }] },
    [],
    null,
    "text",
  ])("refuses %j with the error members of MLflow", async (body) => {
    const answer = await call(app, "/invocations", body === null ? "null" : JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE", message: expect.any(String) });
  });
});

describe("/openapi.json", () => {
  test("describes every route, from the schemas that check it", async () => {
    const { body } = await call(app, "/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    for (const path of ["/v1/predict", "/v2/models/{name}/infer", "/invocations", "/metrics", "/"]) {
      expect(body.paths).toHaveProperty([path]);
    }
    const { schema } = body.paths["/v1/predict"].post.requestBody.content["application/json"];
    expect(schema.anyOf[0]).toMatchObject({ required: ["text"], additionalProperties: false });
    const ids = Object.values(body.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map((op) => op.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("describes answers without a body, and the refusals of each route", async () => {
    const { paths } = (await call(app, "/openapi.json")).body;
    expect(paths["/v2/health/ready"].get.responses[200]).toEqual({ description: "OK" });
    expect(Object.keys(paths["/ping"].get.responses[200].content)).toEqual(["text/plain"]);
    expect(Object.keys(paths["/v2/models/{name}/infer"].post.responses).sort()).toEqual([
      "200",
      "400",
      "401",
      "404",
      "413",
      "415",
      "429",
      "503",
    ]);
    expect(Object.keys(paths["/v2/models/{name}"].get.responses).sort()).toEqual([
      "200",
      "401",
      "404",
      "429",
    ]);
  });

  test("requires keys only if keys are set", async () => {
    const keyed = createApp({ predictor, apiKeys: ["a-key-of-some-length"] });
    const { body } = await call(keyed, "/openapi.json");
    expect(body.paths["/v1/predict"].post.security).toHaveLength(2);
    expect(body.paths["/ping"].get.security).toBeUndefined();
  });
});

test("without a key nothing tells which models there are", async () => {
  const key = "a-key-of-some-length";
  const keyed = createApp({ predictor: createPredictor(toyBundle()), apiKeys: [key] });
  for (const path of [
    "/v2",
    "/v2/models/toy",
    "/v2/models/toy/ready",
    "/v2/models/none/ready",
    "/v2/models/none/versions/1/ready",
    "/v1/models",
    "/metrics",
    "/",
    "/openapi.json",
    "/version",
    "/ping",
    "/v2/health/ready",
    "/nowhere",
  ]) {
    const { status, body } = await call(keyed, path);
    expect(JSON.stringify(body), path).not.toMatch(/toy|sha256:/);
    if (path.includes("models")) expect(status, path).toBe(401);
  }
  expect((await call(keyed, "/v2/models/toy/ready", undefined, { "x-api-key": key })).status).toBe(200);
});
