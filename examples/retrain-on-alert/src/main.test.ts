import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { turnTheLoop } from "./loop.js";

const folder = () => mkdtemp(join(tmpdir(), "retrain-"));

test("an alert retrains, the gate lets the better model through, and the service answers with it", async () => {
  const told: string[] = [];
  const { retrained, inService, app } = await turnTheLoop(await folder(), (alert) => told.push(alert));
  assert.equal(told.length, 1);
  assert.equal(retrained?.promoted, true);
  assert.equal(inService, "2");
  const answer = await app.fetch(
    new Request("http://service/v1/predict", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "My phone: calls drop all the time, overpriced plastic." }),
    }),
  );
  assert.equal(((await answer.json()) as { label: string }).label, "neg");
});

test("a model that does not reach the threshold stays out", async () => {
  const { retrained, inService } = await turnTheLoop(await folder(), () => {}, 1.01);
  assert.equal(retrained?.promoted, false);
  assert.match(retrained!.decision.reasons[0]!, /asked is at least 1.01/);
  assert.equal(inService, "1");
});
