import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, STEPS } from "./table.mjs";

const steps = (changed = {}) =>
  STEPS.map((step) => ({ step, seconds: 1, digest: `digest of ${step}`, ...changed[step] }));
const row = (name, changed) => ({ name, version: "1.0.0", expected: STEPS, steps: steps(changed) });

test("all alike: every cell is a passed check", () => {
  const { lines, problems, total } = judge([row("A"), row("B")]);
  assert.deepEqual(total, { passed: 2 * STEPS.length, failed: 0, skipped: 0 });
  assert.deepEqual(problems, []);
  assert.match(lines[2], new RegExp(`^\\| A .*\\| ${STEPS.length}\\.0 +\\| digest of ma +\\|$`));
});

test("other bytes than elsewhere, and a step that failed, are failed checks named with their runtime", () => {
  const broken = { batch: { digest: undefined, problem: "Error: no" } };
  const { problems, total } = judge([
    row("A"),
    row("B", { features: { digest: "other" } }),
    row("C", broken),
  ]);
  assert.deepEqual(total, { passed: 3 * STEPS.length - 2, failed: 2, skipped: 0 });
  assert.deepEqual(problems, [
    "✗ B, features: gives other, others digest of features",
    "✗ C, batch: Error: no",
  ]);
});

test("a step that was not run is failed, and what ended the run is printed", () => {
  const ended = { step: "the loop", seconds: 1, problem: "ended with 134" };
  const job = { step: "main job", seconds: 1, digest: "digest of main job" };
  const { problems, total } = judge([row("A"), { ...row("B"), steps: [job, ended] }]);
  assert.deepEqual(total, { passed: STEPS.length + 1, failed: STEPS.length - 1, skipped: 0 });
  assert.ok(problems.includes("✗ B, the loop: ended with 134"));
});

test("a runtime that is not here counts as skipped, with how to get it", () => {
  const { lines, problems, total } = judge([
    row("A"),
    { name: "B", expected: ["predictor"], missing: "get it" },
  ]);
  assert.deepEqual(total, { passed: STEPS.length, failed: 0, skipped: 1 });
  assert.deepEqual(problems, ["SKIPPED B: get it"]);
  assert.match(lines[3], /^\| B +\| not here .*skipped/);
});
