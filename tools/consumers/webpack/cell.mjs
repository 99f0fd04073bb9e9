import { bundleRows } from "../bundled.mjs";

/** webpack for Node: it brings the worker scripts along by itself. */
export default async function webpack(place) {
  await place.npmInstall({ webpack: "^5.112.0", "webpack-cli": "^6.0.1" });
  await place.program("esm");
  await place.template();
  const known = {
    title: "webpack",
    version: await place.versionOf("webpack"),
    file: "main.cjs",
    findsScripts: true,
  };
  return bundleRows(place, known, () =>
    place.succeed(place.bin("webpack"), ["--config", "webpack.config.cjs"]),
  );
}
