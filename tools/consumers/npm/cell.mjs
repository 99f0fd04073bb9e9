import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** Plain Node, with `import` and with `require`. */
export default async function npm(place) {
  await place.npmInstall();
  await place.program("esm", "esm");
  await place.program("cjs", "cjs");
  const version = `${(await place.succeed("npm", ["--version"])).trim()}, Node ${process.versions.node}`;
  const runs = { "npm, import": "esm", "npm, require": "cjs" };
  const rows = Object.entries(runs).map(([title, form]) =>
    row({ title, version, threads: "own" }, async () =>
      readResult(await place.succeed("node", [`${form}/main.js`, `out-${form}`])),
    ),
  );
  return Promise.all(rows);
}
