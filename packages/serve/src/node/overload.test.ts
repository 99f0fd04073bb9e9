import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createApp } from "../app/app.js";
import { createPredictor } from "../predictor/predictor.js";
import { call } from "../testing/call.js";
import { toyBundle } from "../testing/toy-model.js";
import { serveHttp } from "./serve-http.js";

test("far beyond its maximum it answers or refuses everything, and is free again at once", async () => {
  const quick = createPredictor(toyBundle());
  const slow = {
    ...quick,
    predictBatch(texts: readonly string[]) {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return quick.predictBatch(texts);
    },
  };
  const app = createApp({ predictor: slow, maxInFlight: 16 });
  const service = await serveHttp(app, { port: 0 });
  // From a process of its own: here, the clients would wait for the very thread they are to flood.
  const flood = `
    const ask = async () => {
      const response = await fetch("${service.url}/v1/predict", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: "good" }),
      });
      const { code } = await response.json();
      return [response.status, response.headers.get("retry-after"), code].join(" ");
    };
    const counts = {};
    const client = async () => {
      for (let i = 0; i < 3; i++) {
        const seen = await ask();
        counts[seen] = (counts[seen] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 100 }, client));
    console.log(JSON.stringify(counts));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", flood]);
  const { "200  ": answered = 0, "503 1 OVERLOADED": refused = 0, ...others } = JSON.parse(stdout);
  expect(others).toEqual({});
  expect(answered + refused).toBe(300);
  expect(answered).toBeGreaterThanOrEqual(16);
  expect(refused).toBeGreaterThan(0);
  const after = await call(app, "/v1/predict", { text: "good" });
  expect(after.status).toBe(200);
  await service.close();
});
