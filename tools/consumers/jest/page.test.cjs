/** @jest-environment ./page-environment.cjs */
const { readFileSync, writeFileSync } = require("node:fs");
const { runWeb } = require("./program/web.js");

test("training and predictions work in a page", async () => {
  const result = await runWeb(JSON.parse(readFileSync("split.json", "utf8")));
  writeFileSync("result-page.json", JSON.stringify(result));
  expect(result.outcomes.filter(({ problem }) => problem)).toEqual([]);
});
