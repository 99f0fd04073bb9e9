import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { toolFor } from "../../../tools/optional/not-checked.mjs";
import { exportModel } from "./export.js";

const python = toolFor("peers", "the ONNX example in Python");
const folder = () => mkdtemp(join(tmpdir(), "onnx-"));

test("the ONNX file has the version of its model", async () => {
  const { file, predictor } = await exportModel(await folder());
  assert.ok((await readFile(file)).includes(predictor.modelVersion));
});

test("Python predicts the same probabilities", { skip: !python && "no Python peers" }, async () => {
  const { file, predictor, texts } = await exportModel(await folder());
  const script = fileURLToPath(new URL("../score.py", import.meta.url));
  const { stdout, stderr } = spawnSync(python!, [script, file], {
    input: JSON.stringify(texts),
    encoding: "utf8",
  });
  assert.ok(stdout, stderr);
  const theirs = JSON.parse(stdout) as number[];
  assert.equal(theirs.length, texts.length);
  for (const [i, { probabilities }] of predictor.predictBatch(texts).entries()) {
    assert.ok(
      Math.abs(probabilities.pos - theirs[i]!) < 1e-5,
      `${texts[i]}: ${probabilities.pos}, ${theirs[i]}`,
    );
  }
});
