import { join } from "node:path";
import { compileProblem } from "../compile.mjs";
import { resolutionsOf } from "../place.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** pnpm with its own layout: a package sees only what its manifest names. */
export default async function pnpm(place, packages) {
  const pnpm = await place.tool("pnpm", "12.4.2");
  const installed = install(place, packages, pnpm);
  // Each row says by itself that nothing could be installed.
  installed.catch(() => {});
  const known = { version: pnpm.version };
  return [
    await row({ ...known, title: "pnpm", threads: "own" }, async () => {
      await installed;
      await place.program("esm");
      return readResult(await place.succeed("node", ["program/main.js", "out"]));
    }),
    await row({ ...known, title: "pnpm, TypeScript 5.9, declarations", threads: "none" }, async () => {
      await installed;
      return declarations(place);
    }),
  ];
}

async function install(place, packages, pnpm) {
  const overrides = resolutionsOf(packages);
  // The versions of the tarballs are on no registry; pnpm reads the overrides from this file.
  await place.write("pnpm-workspace.yaml", `overrides: ${JSON.stringify(overrides)}\n`);
  const devDependencies = { typescript: "~5.9.3", "@types/node": "^20" };
  await place.manifest({ overrides: undefined, devDependencies });
  const args = ["install", "--prefer-offline", "--ignore-scripts"];
  await place.succeed("node", [pnpm.path("bin/pnpm.mjs"), ...args]);
}

/** The declarations of a library may name only the types of packages that its manifest names. */
async function declarations(place) {
  await place.program("ts", "library/program");
  await place.templateOf("typescript", "library");
  await place.write("library/package.json", { type: "module" });
  const tsc = join(place.folder, "node_modules/typescript/bin/tsc");
  const modules = { module: "nodenext", moduleResolution: "nodenext" };
  const problem = await compileProblem(place, tsc, "library", modules);
  return { types: true, problems: problem ? [problem] : [], ran: "nodenext, ESM" };
}
