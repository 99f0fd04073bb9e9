import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { runNode } from "./program/node.js";

test("the program works", async () => {
  const result = await runNode({ folder: "out", rows: Number(process.env.ROWS) });
  writeFileSync("result.json", JSON.stringify(result));
  assert.deepEqual(
    result.outcomes.filter(({ problem }) => problem),
    [],
  );
});
