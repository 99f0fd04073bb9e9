import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import { type HttpService, serveHttp } from "@imdb/runtime/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../app/app.js";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle, toyCodecs, toyFiles } from "../testing/toy-model.js";
import { loadPredictor } from "./load-predictor.js";

const predictor = createPredictor(toyBundle());
let service: HttpService;

beforeAll(async () => {
  service = await serveHttp(createApp({ predictor }), {
    port: 0,
    headersTimeoutMs: 300,
    requestTimeoutMs: 600,
  });
});
afterAll(() => service.close());

const post = (url: string, text: string) =>
  fetch(`${url}/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });

/** Sends raw bytes and gives back all that comes until the server hangs up. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(service.port, "127.0.0.1", () => socket.write(bytes));
    let all = "";
    socket.on("data", (chunk) => {
      all += chunk;
    });
    socket.on("close", () => resolve(all));
    socket.on("error", reject);
  });
}

test("a predictor from a folder and from a tar predicts like the bundle", async () => {
  const folder = await mkdtemp(join(tmpdir(), "serve-"));
  for (const path of [join(folder, "bundle"), join(folder, "bundle.tar")]) {
    await saveBundle(toyFiles(), path);
    const loaded = await loadPredictor(path, { codecs: toyCodecs });
    expect(loaded.predict("good")).toEqual(predictor.predict("good"));
  }
  await rm(folder, { recursive: true });
});

describe("over HTTP", () => {
  test("answers as in process, bit for bit", async () => {
    for (const text of ["good", "boring but fine", "", "Ünïcödé \u{1F600} great"]) {
      const { id: _, ...body } = (await (await post(service.url, text)).json()) as { id: string };
      expect(body).toEqual(predictor.predict(text));
    }
  });

  test("a port in use is a typed error", async () => {
    await expect(serveHttp(createApp({ predictor }), { port: service.port })).rejects.toMatchObject({
      code: "CANNOT_LISTEN",
    });
  });

  test.each([
    ["what is not HTTP", "hello there\r\n\r\n", 400],
    ["a flood of headers", `GET /ping HTTP/1.1\r\nhost: a\r\n${"x: y\r\n".repeat(10_000)}\r\n`, 431],
    ["CONNECT", "CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n", 405],
    [
      "two lengths",
      "POST /v1/predict HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
      400,
    ],
    [
      "a length and chunks",
      "POST /v1/predict HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["headers that never end", "POST /v1/predict HTTP/1.1\r\nhost: a\r\n", 408],
    [
      "a body that never ends",
      "POST /v1/predict HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{",
      408,
    ],
  ])("refuses %s with a problem body and closes the connection", async (_, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
    expect(body).toMatchObject({ status, code: "INVALID_BODY" });
  });

  test("answers pipelined requests in their order", async () => {
    const one = (text: string, more: string) => {
      const body = JSON.stringify({ text });
      return `POST /v1/predict HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${more}\r\n${body}`;
    };
    const answer = await raw(one("good", "") + one("bad", "") + one("great", "connection: close\r\n"));
    expect([...answer.matchAll(/"label":"(\w+)"/g)].map((m) => m[1])).toEqual(["pos", "neg", "pos"]);
  });
});

test("close() answers accepted requests, and accepts no more", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const app = createApp({ predictor, predictionLog: { write: () => held } });
  const closing = await serveHttp(app, { port: 0 });
  const pending = post(closing.url, "good");
  await expect
    .poll(
      () => app.metrics.snapshot().find((m) => m.name === "imdb_serve_requests_in_flight")?.series[0]?.[1][0],
    )
    .toBe(1);
  const closed = closing.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(post(closing.url, "good")).rejects.toThrow();
  release();
  expect((await pending).status).toBe(200);
  await closed;
});
