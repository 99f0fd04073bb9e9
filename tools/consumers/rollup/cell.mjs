import { bundleRows } from "../bundled.mjs";

const PLUGINS = {
  "@rollup/plugin-commonjs": "^28",
  "@rollup/plugin-json": "^6",
  "@rollup/plugin-node-resolve": "^16",
};

/** Rollup, one file. */
export default async function rollup(place) {
  await place.npmInstall({ rollup: "^4.60.0", ...PLUGINS });
  await place.program("esm");
  await place.template();
  const known = { title: "Rollup", version: await place.versionOf("rollup"), file: "main.mjs" };
  return bundleRows(place, known, () =>
    place.succeed(place.bin("rollup"), ["-c", "rollup.config.mjs", "--silent"]),
  );
}
