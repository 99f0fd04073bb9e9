import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { serveHttp } from "@imdb/runtime/http";
import { expect, test } from "vitest";
import { createApp } from "../app/app.js";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";

test("answers that are not read count as in flight, and what they hold is bounded", async () => {
  const answerBytes = 16 << 20;
  const app = createApp({
    predictor: createPredictor(toyBundle()),
    maxInFlight: 1000,
    limits: { answerBytes },
  });
  const service = await serveHttp(app, { port: 0, writeTimeoutMs: 10_000 });
  const body = JSON.stringify({ texts: Array(230).fill("good bad ".repeat(1000)), explain: true });
  const request = `POST /v1/predict HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const inFlight = () => app.metrics.snapshot().find(({ name }) => name === "imdb_serve_requests_in_flight");
  const count = () => inFlight()?.series[0]?.[1][0] ?? 0;
  const errors = () => app.metrics.snapshot().find(({ name }) => name === "imdb_serve_errors_total");
  const refused = () => errors()?.series.find(([[code]]) => code === "OVERLOADED")?.[1][0] ?? 0;
  const sockets: Socket[] = [];
  for (let i = 0; i < 30; i++) {
    const socket = connect(service.port, "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.pause();
    socket.write(request);
    sockets.push(socket);
  }
  // Each answer has more than 10 MB, and 64 MiB may wait: of 30 most are refused.
  await expect.poll(refused, { timeout: 40_000 }).toBeGreaterThan(15);
  expect(count()).toBeGreaterThan(2);
  // After the time to write, all of them are gone, and the service is free.
  await expect.poll(count, { timeout: 40_000 }).toBe(0);
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ text: "good" }) };
  expect((await fetch(`${service.url}/v1/predict`, init)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await service.close();
}, 120_000);
