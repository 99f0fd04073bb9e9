import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { sayNotChecked } from "../../../tools/optional/not-checked.mjs";
import { buildWorker } from "./build.js";

// workerd has no binary for some platforms.
const miniflare = await import("miniflare").catch(() => undefined);
const skip = !miniflare && "miniflare does not load here";
if (!miniflare) {
  const missing = { title: "workerd", remedy: "use a platform for which npm has a binary of workerd" };
  sayNotChecked("predictions in workerd", missing);
}

test("the worker answers in workerd, and needs no Node API", { skip }, async () => {
  const { file, bytes } = await buildWorker();
  assert.ok(bytes < 1_000_000, `${bytes} bytes: free plans of edge services end at 1 MB`);
  const script = await readFile(file, "utf8");
  assert.doesNotMatch(script, /from\s*["']node:/);

  const worker = new miniflare!.Miniflare({ modules: true, script });
  async function predicted(): Promise<string[]> {
    const answer = await worker.dispatchFetch("http://edge/v1/predict", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ texts: ["A dull, boring mess.", "Warm, clever and charming."] }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { predictions } = (await answer.json()) as { predictions: { label: string }[] };
    return predictions.map(({ label }) => label);
  }
  try {
    // One after the other in one isolate, and many at once: a request's timers end with it.
    for (let i = 0; i < 4; i++) assert.deepEqual(await predicted(), ["neg", "pos"]);
    for (const labels of await Promise.all(Array.from({ length: 40 }, predicted))) {
      assert.deepEqual(labels, ["neg", "pos"]);
    }
    assert.equal((await worker.dispatchFetch("http://edge/nowhere")).status, 404);
  } finally {
    await worker.dispose();
  }
});
