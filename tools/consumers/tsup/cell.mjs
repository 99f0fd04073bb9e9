import { bundleRows } from "../bundled.mjs";

/** tsup, one file in each format, packages bundled. */
export default async function tsup(place) {
  await place.npmInstall({ tsup: "^8.5.1", typescript: "~5.9.3" });
  await place.program("ts");
  await place.template();
  const version = await place.versionOf("tsup");
  const rows = [];
  for (const [format, file] of [
    ["esm", "main.js"],
    ["cjs", "main.cjs"],
  ]) {
    rows.push(
      ...(await bundleRows(place, { title: `tsup, ${format}`, version, file }, () =>
        place.succeed(place.bin("tsup"), ["--format", format, "--silent"]),
      )),
    );
    await place.remove("dist");
  }
  return rows;
}
