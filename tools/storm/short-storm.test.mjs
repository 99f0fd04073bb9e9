// The storm itself, shortly. It runs the built packages.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { toolFor } from "../optional/not-checked.mjs";

const main = fileURLToPath(new URL("main.mjs", import.meta.url));
const skip = toolFor(["redis", "heavy"], "a storm of half a minute") === undefined;

function startStorm(seconds, folder) {
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, [main, "--seconds", String(seconds), "--seed", "1"], { env });
  const said = { text: "" };
  child.stdout.on("data", (text) => {
    said.text += text;
  });
  child.stderr.on("data", (text) => {
    said.text += text;
  });
  return { child, said };
}

test("a storm of half a minute finds everything that was acknowledged, once", {
  skip,
  timeout: 300_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "short-storm-"));
  const { child, said } = startStorm(30, folder);
  const [code] = await once(child, "close");
  assert.equal(code, 0, said.text);
  assert.match(said.text, /what is wrong\n {2}nothing/);
  for (const fault of ["kills", "pauses", "clock jumps", "full disks", "flushes", "lies"])
    assert.match(said.text, new RegExp(`${fault} +[1-9]`));
  assert.match(said.text, /predictions: acknowledged +[1-9]\d\d/);
  assert.match(said.text, /tracking: metrics +[1-9]\d\d/);
  assert.match(said.text, /flows: tasks +[1-9]\d/);
  assert.deepEqual(readdirSync(folder), []);
  rmSync(folder, { recursive: true });
});

test("Ctrl-C ends a storm and leaves nothing", { skip, timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "short-storm-"));
  const { child, said } = startStorm(600, folder);
  while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  assert.equal(code, 130, said.text);
  assert.deepEqual(readdirSync(folder), []);
  rmSync(folder, { recursive: true });
});
