import { resultOfTest } from "../result.mjs";
import { row } from "../row.mjs";

/** Jest as it is set up by default (CommonJS), in its node environment and in jsdom. */
export default async function jest(place) {
  await place.npmInstall({ jest: "^30", "jest-environment-jsdom": "^30" });
  await place.program("cjs");
  await place.template();
  await place.copyShared("split.json");
  const version = await place.versionOf("jest");
  const jestOf = (test, file) => resultOfTest(place, file, [place.bin("jest"), test]);
  return [
    await row({ title: "Jest, node", version, threads: "own" }, () => jestOf("node.test.cjs", "result.json")),
    await row({ title: "Jest, jsdom", version, threads: "none" }, () =>
      jestOf("page.test.cjs", "result-page.json"),
    ),
  ];
}
