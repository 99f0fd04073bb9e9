import { resultOfTest } from "../result.mjs";
import { row } from "../row.mjs";

/** The test runner of Node. */
export default async function nodeTest(place) {
  await place.npmInstall();
  await place.program("esm");
  await place.template();
  return [
    await row({ title: "node:test", version: process.versions.node, threads: "own" }, () =>
      resultOfTest(place, "result.json", ["node", "--test", "program.test.mjs"]),
    ),
  ];
}
