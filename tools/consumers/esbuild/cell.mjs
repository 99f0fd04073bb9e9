import { cp } from "node:fs/promises";
import { join } from "node:path";
import { bundleRows } from "../bundled.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** Packages in CommonJS that some of ours use (pino, tar-stream, yaml) call `require`, which an ES module lacks. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** esbuild, one file for Node in each format. */
export default async function esbuild(place) {
  await place.npmInstall({ esbuild: "^0.28.2" });
  await place.program("ts");
  await place.template();
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
      ...(format === "esm" ? [`--banner:js=${BANNER}`] : []),
    ];
    rows.push(
      ...(await bundleRows(place, { title: `esbuild, ${format}`, version, file }, () =>
        place.succeed(place.bin("esbuild"), ["program/main.ts", ...args, "--log-level=error"]),
      )),
    );
    await place.remove("dist");
  }
  rows.push(
    await row({ title: "esbuild, esm, a predictor alone", version, threads: "none" }, () =>
      predictAlone(place),
    ),
  );
  return rows;
}

/** A program that only loads a model and serves it needs no banner. */
async function predictAlone(place) {
  const args = [
    "--bundle",
    "--platform=node",
    "--target=node20",
    "--format=esm",
    "--outfile=dist/predict.mjs",
  ];
  await place.succeed(place.bin("esbuild"), ["predict.ts", ...args, "--log-level=error"]);
  await cp(place.model, join(place.folder, "dist/model"), { recursive: true });
  return place.deploy("dist", async (cwd) =>
    readResult(await place.succeed("node", ["predict.mjs"], { cwd })),
  );
}
