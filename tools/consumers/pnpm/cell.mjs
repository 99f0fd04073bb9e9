import { resolutionsOf } from "../place.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** pnpm with its own layout: a package sees only what its manifest names. */
export default async function pnpm(place, packages) {
  const pnpm = await place.tool("pnpm", "12.4.2");
  return [
    await row({ title: "pnpm", version: pnpm.version, threads: "own" }, async () => {
      const overrides = resolutionsOf(packages);
      // The versions of the tarballs are on no registry; pnpm reads the overrides from this file.
      await place.write("pnpm-workspace.yaml", `overrides: ${JSON.stringify(overrides)}\n`);
      await place.manifest({ overrides: undefined });
      await place.succeed("node", [
        pnpm.path("bin/pnpm.mjs"),
        "install",
        "--prefer-offline",
        "--ignore-scripts",
      ]);
      await place.program("esm");
      return readResult(await place.succeed("node", ["program/main.js", "out"]));
    }),
  ];
}
