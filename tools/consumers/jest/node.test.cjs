const { writeFileSync } = require("node:fs");
const { Worker } = require("node:worker_threads");
const { readParquet } = require("@imdb/data-pipeline");
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

test("an optional package, which Jest cannot import without a flag, is named with the flag", async () => {
  await expect(readParquet("reviews.parquet").batches().next()).rejects.toMatchObject({
    code: "UNLOADABLE_PEER",
    details: { peer: "hyparquet" },
    remedy: expect.stringContaining("NODE_OPTIONS=--experimental-vm-modules"),
  });
});
