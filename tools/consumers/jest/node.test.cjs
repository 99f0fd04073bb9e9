const { writeFileSync } = require("node:fs");
const { Worker } = require("node:worker_threads");
const { runNode } = require("./program/node.js");

let probes = 0;

/** A test of Jest has a `process` of its own, which hears of no thread; but threads are numbered. */
function threads() {
  return new Worker("", { eval: true }).threadId - ++probes;
}

test("the program works", async () => {
  const result = await runNode({ folder: "out", rows: Number(process.env.ROWS), threads });
  writeFileSync("result.json", JSON.stringify(result));
  expect(result.outcomes.filter(({ problem }) => problem)).toEqual([]);
});
