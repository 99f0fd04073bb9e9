import { readWritten } from "../result.mjs";
import { row } from "../row.mjs";

/** Jest as it is set up by default (CommonJS), in its node environment and in jsdom. */
export default async function jest(place) {
  await place.npmInstall({ jest: "^30", "jest-environment-jsdom": "^30" });
  await place.program("cjs");
  await place.template();
  await place.copyShared("split.json");
  const version = await place.versionOf("jest");
  const runJest = (test) => place.succeed(place.bin("jest"), [test]);
  return [
    await row({ title: "Jest, node", version, threads: "own" }, async () => {
      await runJest("node.test.cjs");
      return readWritten(place.folder, "result.json");
    }),
    await row({ title: "Jest, jsdom", version, threads: "none" }, async () => {
      await runJest("page.test.cjs");
      return readWritten(place.folder, "result-page.json");
    }),
  ];
}
