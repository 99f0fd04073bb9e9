import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { compareModels } from "./compare.js";

test("every model is a finished run, and a trained model is better than the baseline", async () => {
  const folder = await mkdtemp(join(tmpdir(), "compare-models-"));
  const { items } = await compareModels(join(folder, "mlruns"), join(folder, "comparison.html"));
  assert.equal(items.length, 5);
  assert.ok(items.every(({ info }) => info.status === "FINISHED"));
  assert.equal(items.at(-1)?.info.runName, "always the most frequent");
  assert.ok(items[0]!.metrics["accuracy"]! > items.at(-1)!.metrics["accuracy"]! + 0.2);
  const page = await readFile(join(folder, "comparison.html"), "utf8");
  for (const { info } of items) assert.ok(page.includes(info.runName), info.runName);
});
