import { readWritten } from "../result.mjs";
import { row } from "../row.mjs";

/** The test runner of Node. */
export default async function nodeTest(place) {
  await place.npmInstall();
  await place.program("esm");
  await place.template();
  return [
    await row({ title: "node:test", version: process.versions.node, threads: "own" }, async () => {
      await place.succeed("node", ["--test", "program.test.mjs"]);
      return readWritten(place.folder, "result.json");
    }),
  ];
}
