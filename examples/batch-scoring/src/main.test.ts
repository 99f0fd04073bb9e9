import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { score } from "./score.js";

test("every row is scored once, in order, equally for any number of threads; an invalid row is quarantined", async () => {
  const folder = await mkdtemp(join(tmpdir(), "batch-"));
  const input = join(folder, "in.csv");
  const rows = ["id,text", "a,A boring mess.", "b", 'c,"Warm, clever and charming."'];
  await writeFile(input, `${rows.join("\n")}\n`);

  const outputs = [];
  for (const threads of [1, 2]) {
    const { scored, quarantined } = await score(folder, input, threads);
    assert.deepEqual([scored, quarantined], [2, 1]);
    outputs.push(await readFile(join(folder, "scored.csv"), "utf8"));
  }
  assert.equal(outputs[0], outputs[1]);
  const [, first, second] = outputs[0]!.trim().split("\n");
  assert.match(first!, /^a,.*neg/);
  assert.match(second!, /^c,.*pos/);
});
