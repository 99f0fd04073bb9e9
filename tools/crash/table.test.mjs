// The table of crash states in docs/security.md is that of the results, and lists the operations of the tests.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { operationsOf, PAGE, packages, pageWith, RESULTS, tableOf } from "./table.mjs";

const REMEDY = "run node tools/crash/run.mjs";
const results = JSON.parse(readFileSync(RESULTS, "utf8"));

test("the page has the table of the results", () => {
  const page = readFileSync(PAGE, "utf8");
  assert.equal(page, pageWith(page, tableOf(results)), REMEDY);
});

test("the results have every operation of the packages, and no other", () => {
  assert.deepEqual(Object.keys(results), packages(), REMEDY);
  for (const name of packages()) {
    assert.ok(operationsOf(name).length > 0, name);
    const counted = results[name].map(({ operation }) => operation);
    assert.deepEqual([...counted].sort(), [...operationsOf(name)].sort(), `${name}: ${REMEDY}`);
  }
});
