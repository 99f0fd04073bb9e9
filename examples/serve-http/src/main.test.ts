import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startService } from "./service.js";

test("the service answers requests with the key, refuses others, and logs its predictions", async () => {
  const folder = await mkdtemp(join(tmpdir(), "serve-http-"));
  const apiKey = "a-key-for-this-test-only";
  const service = await startService({ folder, port: 0, apiKey });
  const ask = (headers: Record<string, string>) =>
    fetch(`${service.url}/v1/predict`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ text: "A delightful surprise, and the dialogue sparkles." }),
    });

  const refused = await ask({});
  assert.equal(refused.status, 401);
  assert.equal(((await refused.json()) as { code: string }).code, "UNAUTHORIZED");

  const answer = await ask({ authorization: `Bearer ${apiKey}` });
  assert.equal(answer.status, 200);
  assert.equal(((await answer.json()) as { label: string }).label, "pos");
  assert.equal((await fetch(`${service.url}/v2/health/ready`)).status, 200);

  await service.close();
  const lines = (await readFile(join(folder, "predictions.jsonl"), "utf8")).trim().split("\n");
  assert.equal(lines.length, 1);
  assert.equal((JSON.parse(lines[0]!) as { label: string }).label, "pos");
});
