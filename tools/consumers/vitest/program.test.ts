import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runNode } from "./program/node.js";

test("the program works", async () => {
  const result = await runNode({ folder: "out", rows: Number(process.env["ROWS"]) });
  writeFileSync("result.json", JSON.stringify(result));
  expect(result.outcomes.filter(({ problem }) => problem)).toEqual([]);
});
