import { RUNTIMES } from "../../runtimes/runtimes.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

const BUN = RUNTIMES.find(({ name }) => name === "Bun");

/** Bun installs, runs the TypeScript sources, and makes one file of them. */
export default async function bun(place) {
  const bun = await place.tool(BUN.package, "1");
  const runBun = (...args) => place.succeed(bun.path(BUN.program), args, { env: bunSettings(place) });
  await place.manifest();
  await runBun("install", "--ignore-scripts");
  await place.program("ts");
  const known = { version: bun.version };
  return [
    await row({ ...known, title: "Bun", threads: "own" }, async () =>
      readResult(await runBun("program/main.ts", "out")),
    ),
    await row({ ...known, title: "bun build, one file", threads: "calling" }, async () => {
      await runBun("build", "program/main.ts", "--target=bun", "--outfile=dist/main.js");
      return readResult(await runBun("dist/main.js", "out-built"));
    }),
  ];
}

function bunSettings({ registry }) {
  return {
    BUN_CONFIG_REGISTRY: registry.url,
    ...(registry.cafile && { NODE_EXTRA_CA_CERTS: registry.cafile }),
  };
}
