import { RUNTIMES } from "../../runtimes/runtimes.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

const DENO = RUNTIMES.find(({ name }) => name === "Deno");

/** Deno with the node_modules that npm has made: it installs no tarballs. */
export default async function deno(place) {
  const deno = await place.tool(DENO.package, "2");
  await place.npmInstall();
  await place.program("esm");
  const env = { DENO_DIR: `${place.folder}/.deno`, DENO_NO_UPDATE_CHECK: "1" };
  return [
    await row({ title: "Deno", version: deno.version, threads: "own" }, async () =>
      readResult(
        await place.succeed(deno.path(DENO.program), [...DENO.args, "program/main.js", "out"], { env }),
      ),
    ),
  ];
}
