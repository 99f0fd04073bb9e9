import type { PredictionRecord } from "@imdb/core";
import { predictionRecordSchema } from "@imdb/core";
import type { Logger } from "@imdb/runtime/routes";
import { describe, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { call } from "../testing/call.js";
import { toyBundle } from "../testing/toy-model.js";
import { createApp } from "./app.js";

const predictor = createPredictor(toyBundle());
const other = createPredictor(toyBundle(-10));
const app = createApp({ predictor });

describe("POST /v1/predict", () => {
  test("answers one text and several texts like the predictor", async () => {
    const one = await call(app, "/v1/predict", { text: "good" });
    expect(one.status).toBe(200);
    expect(one.body).toEqual({ id: expect.any(String), ...predictor.predict("good") });
    const texts = Array.from({ length: 100 }, (_, i) => (i % 3 ? "good" : "bad boring"));
    const many = await call(app, "/v1/predict", { texts });
    expect(many.body.predictions.map(({ id: _, ...rest }: { id: string }) => rest)).toEqual(
      predictor.predictBatch(texts),
    );
    expect(new Set(many.body.predictions.map((p: { id: string }) => p.id)).size).toBe(100);
  });

  test("explains on request", async () => {
    const { body } = await call(app, "/v1/predict", { text: "good, not bad", explain: { limit: 1 } });
    expect(body.explanation.contributions).toEqual([
      { feature: "bad", value: 1, weight: 2, contribution: 2, occurrences: [{ start: 10, end: 13 }] },
    ]);
    const many = await call(app, "/v1/predict", { texts: ["good"], explain: true });
    expect(many.body.predictions[0].explanation.explained).toBe("pos");
  });

  test.each([
    ["not JSON", "{", 400, "INVALID_BODY"],
    ["an empty object", {}, 400, "SCHEMA_MISMATCH"],
    ["a number as the text", { text: 3 }, 400, "SCHEMA_MISMATCH"],
    ["no texts", { texts: [] }, 400, "SCHEMA_MISMATCH"],
    ["a null among the texts", { texts: ["a", null] }, 400, "SCHEMA_MISMATCH"],
    ["an unknown key", { text: "a", model: "b" }, 400, "SCHEMA_MISMATCH"],
    ["a prototype key", '{"text":"a","__proto__":{"x":1}}', 400, "SCHEMA_MISMATCH"],
    ["too many texts", { texts: Array(1001).fill("a") }, 413, "TOO_LARGE"],
    ["a text that is too long", { text: "a".repeat(100_001) }, 413, "TOO_LARGE"],
    ["a label to explain that is none", { text: "a", explain: { label: "x" } }, 400, "INVALID_OPTION"],
  ])("refuses %s with a problem body that names it", async (_, body, status, code) => {
    const answer = await call(app, "/v1/predict", body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ status, code, remedy: expect.any(String) });
    expect(answer.body.requestId).toBe(answer.headers.get("x-request-id"));
  });

  test("refuses other media types, encodings and bytes that are not UTF-8", async () => {
    const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      app.fetch(new Request("http://localhost/v1/predict", { method: "POST", body, headers }));
    expect((await post("text=a", { "content-type": "text/plain" })).status).toBe(415);
    const json = { "content-type": "application/json" };
    expect((await post("{}", { ...json, "content-encoding": "gzip" })).status).toBe(415);
    const broken = Uint8Array.of(...new TextEncoder().encode('{"text":"'), 0xff, 0x22, 0x7d);
    const answer = await post(broken, json);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("not UTF-8") });
    expect((await post(`{"text":"${"a".repeat(5 << 20)}"}`, json)).status).toBe(413);
  });
});

describe("the service around it", () => {
  test("answers probes, unknown paths and wrong methods", async () => {
    for (const path of ["/v2/health/live", "/v2/health/ready", "/ping", "/health"]) {
      expect((await call(app, path)).status).toBe(200);
    }
    expect((await call(app, "/nowhere")).body.code).toBe("ROUTE_NOT_FOUND");
    const wrong = await call(app, "/v1/predict");
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toBe("POST");
  });

  test("keeps a valid request id and replaces any other", async () => {
    const given = await call(app, "/ping", undefined, { "x-request-id": "abc-123" });
    expect(given.headers.get("x-request-id")).toBe("abc-123");
    const odd = await call(app, "/ping", undefined, { "x-request-id": "a b{}" });
    expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("requires a key if keys are set, in either header, and leaves probes open", async () => {
    const keyed = createApp({ predictor, apiKeys: ["a-key-of-some-length", "another-key-of-length"] });
    expect((await call(keyed, "/v1/predict", { text: "a" })).status).toBe(401);
    const wrong = { authorization: "Bearer a-key-of-some-lengtH" };
    const refused = await call(keyed, "/v1/predict", { text: "a" }, wrong);
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
    const bearer = { authorization: "Bearer another-key-of-length" };
    expect((await call(keyed, "/v1/predict", { text: "a" }, bearer)).status).toBe(200);
    const header = { "x-api-key": "a-key-of-some-length" };
    expect((await call(keyed, "/v1/predict", { text: "a" }, header)).status).toBe(200);
    expect((await call(keyed, "/ping")).status).toBe(200);
    expect((await call(keyed, "/metrics")).status).toBe(401);
    const refusedKeys = [
      "short",
      " ".repeat(16),
      ` ${"k".repeat(16)}`,
      `${"k".repeat(16)}\t`,
      "ключ".repeat(4),
    ];
    for (const key of refusedKeys)
      expect(() => createApp({ predictor, apiKeys: [key] }), key).toThrow(/apiKeys/);
  });

  test("limits the rate of each client, with Retry-After", async () => {
    const limited = createApp({ predictor, rateLimit: { perSecond: 0.001, burst: 2 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await call(limited, "/v1/predict", { text: "a" })).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await call(limited, "/v1/predict", { text: "a" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(100);
  });

  test("refuses requests over the limit in flight, and accepts them again afterwards", async () => {
    const small = createApp({ predictor, maxInFlight: 4 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(small, "/v1/predict", { text: "good" })),
    );
    const refused = answers.filter((a) => a.status === 503);
    expect(refused).toHaveLength(6);
    expect(refused[0]!.headers.get("retry-after")).toBe("1");
    expect(refused[0]!.body.code).toBe("OVERLOADED");
    expect((await call(small, "/v1/predict", { text: "good" })).status).toBe(200);
  });

  test("ends a request after its time limit, and computes no more of it", async () => {
    let scored = 0;
    const slow = {
      ...predictor,
      predictBatch(texts: readonly string[]) {
        scored += texts.length;
        const until = performance.now() + 30;
        while (performance.now() < until);
        return predictor.predictBatch(texts);
      },
    };
    const hurried = createApp({ predictor: slow, timeoutMs: 50 });
    const { status, body } = await call(hurried, "/v1/predict", { texts: Array(500).fill("good") });
    expect([status, body.code]).toEqual([503, "REQUEST_TIMEOUT"]);
    expect(scored).toBeLessThan(150);
  });

  test("hides an internal error from the client, and logs it", async () => {
    const lines: object[] = [];
    const logger: Logger = { info() {}, warn() {}, error: (facts) => void lines.push(facts) };
    const broken = {
      ...predictor,
      predictBatch() {
        throw new Error("secret path /etc");
      },
    };
    const { status, body } = await call(createApp({ predictor: broken, logger }), "/v1/predict", {
      text: "a",
    });
    expect([status, body.code]).toEqual([500, "INTERNAL"]);
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(lines).toEqual([
      { err: expect.objectContaining({ message: "secret path /etc" }), requestId: body.requestId },
    ]);
  });

  test("sends CORS headers to the listed origins only", async () => {
    const preflight = (a: typeof app, origin: string) =>
      a.fetch(
        new Request("http://localhost/v1/predict", {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": "POST" },
        }),
      );
    expect((await preflight(app, "https://a.example")).headers.has("access-control-allow-origin")).toBe(
      false,
    );
    const open = createApp({ predictor, corsOrigins: ["https://a.example"] });
    const granted = await preflight(open, "https://a.example");
    expect([granted.status, granted.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://a.example",
    ]);
    expect((await preflight(open, "https://b.example")).headers.has("access-control-allow-origin")).toBe(
      false,
    );
    const answer = await call(open, "/v1/predict", { text: "a" }, { origin: "https://a.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://a.example");
  });

  test("records every prediction with the id of its answer, in the form of the contract", async () => {
    const records: PredictionRecord[] = [];
    const logged = createApp({ predictor, predictionLog: { write: (batch) => void records.push(...batch) } });
    const { body } = await call(logged, "/v1/predict", { texts: ["good", "bad"] });
    expect(records.map((r) => [r.id, r.text, r.label])).toEqual([
      [body.predictions[0].id, "good", "pos"],
      [body.predictions[1].id, "bad", "neg"],
    ]);
    for (const record of records) predictionRecordSchema.parse(record);
  });
});

describe("deploying", () => {
  test("replaces the model immediately", async () => {
    const swapped = createApp({ predictor });
    swapped.deploy({ champion: other });
    expect((await call(swapped, "/v1/predict", { text: "good" })).body).toMatchObject({
      label: "neg",
      modelVersion: other.modelVersion,
    });
  });

  test("sends a canary its share, and requests of one key to the same model", async () => {
    const split = createApp({ predictor, canaries: [{ predictor: other, weight: 0.25 }] });
    const versions = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const ask = () => call(split, "/v1/predict", { text: "a" }, { "x-routing-key": `user ${i}` });
      const version = (await ask()).body.modelVersion;
      expect((await ask()).body.modelVersion).toBe(version);
      versions.set(version, (versions.get(version) ?? 0) + 1);
    }
    expect(versions.get(other.modelVersion)).toBeGreaterThan(70);
    expect(versions.get(other.modelVersion)).toBeLessThan(130);
    const metrics = (await call(split, "/metrics")).body as string;
    expect(metrics).toContain(
      `imdb_serve_predictions_total{model_version="${other.modelVersion}",label="neg"} ${2 * versions.get(other.modelVersion)!}`,
    );
  });

  test("scores with a shadow without effect on the answer, and counts different labels", async () => {
    const shadowed = createApp({ predictor, shadows: [{ predictor: other, weight: 1 }] });
    const { body } = await call(shadowed, "/v1/predict", { texts: ["good", "bad"] });
    expect(body.predictions.map((p: { label: string }) => p.label)).toEqual(["pos", "neg"]);
    const line = `imdb_serve_shadow_disagreements_total{model_version="${other.modelVersion}"} 1`;
    await expect.poll(async () => (await call(shadowed, "/metrics")).body).toContain(line);
  });

  test("refuses wrong weights", () => {
    const share = (weight: number) => ({ predictor: other, weight });
    expect(() => createApp({ predictor, canaries: [share(0.6), share(0.6)] })).toThrow(/at most 1/);
    expect(() => createApp({ predictor, shadows: [share(-0.1)] })).toThrow(/from 0 to 1/);
    expect(() => createApp({ predictor, canaries: [share(Number.NaN)] })).toThrow(/from 0 to 1/);
  });
});
