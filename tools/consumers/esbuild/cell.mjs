import { bundleRows } from "../bundled.mjs";

/** esbuild, one file for Node in each format. */
export default async function esbuild(place) {
  await place.npmInstall({ esbuild: "^0.28.2" });
  await place.program("ts");
  const version = await place.versionOf("esbuild");
  const rows = [];
  for (const [format, ending] of [
    ["esm", "mjs"],
    ["cjs", "cjs"],
  ]) {
    const file = `main-${format}.${ending}`;
    const args = [
      "--bundle",
      "--platform=node",
      "--target=node20",
      `--format=${format}`,
      `--outfile=dist/${file}`,
    ];
    rows.push(
      ...(await bundleRows(place, { title: `esbuild, ${format}`, version, file }, () =>
        place.succeed(place.bin("esbuild"), ["program/main.ts", ...args, "--log-level=error"]),
      )),
    );
    await place.remove("dist");
  }
  return rows;
}
