import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runLoop } from "./loop.js";

const folder = () => mkdtemp(join(tmpdir(), "retrain-"));

test("an alert starts a training, the gate accepts the better model, and the service uses it", async () => {
  const told: string[] = [];
  const { retrained, inService, app } = await runLoop(await folder(), (alert) => told.push(alert));
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

test("the gate rejects a model below the threshold", async () => {
  const { retrained, inService } = await runLoop(await folder(), () => {}, 1.01);
  assert.equal(retrained?.promoted, false);
  assert.match(retrained!.decision.reasons[0]!, /asked is at least 1.01/);
  assert.equal(inService, "1");
});
