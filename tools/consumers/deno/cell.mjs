import { RUNTIMES } from "../../runtimes/runtimes.mjs";
import { resolutionsOf } from "../place.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

const DENO = RUNTIMES.find(({ name }) => name === "Deno");
const SERVE = "@imdb/serve";

/** Deno with the node_modules that npm has made: it installs no tarballs. */
export default async function deno(place, packages) {
  const deno = await place.tool(DENO.package, "2");
  const runDeno = (...args) => {
    const env = { DENO_DIR: `${place.folder}/.deno`, DENO_NO_UPDATE_CHECK: "1" };
    return place.succeed(deno.path(DENO.program), [...DENO.args, ...args], { env });
  };
  const known = { version: deno.version };
  await place.npmInstall();
  await place.program("esm");
  return [
    await row({ ...known, title: "Deno", threads: "own" }, async () =>
      readResult(await runDeno("program/main.js", "out")),
    ),
    await row({ ...known, title: `Deno, ${SERVE} alone`, threads: "none" }, () =>
      serveAlone(place, packages, runDeno),
    ),
  ];
}

/** Where the packages that its defaults use are not installed, the entry loads, and loading a model names them. */
async function serveAlone(place, packages, runDeno) {
  await place.remove("node_modules");
  await place.remove("package-lock.json");
  const overrides = resolutionsOf(packages);
  await place.npmInstall({}, { dependencies: { [SERVE]: overrides[SERVE] }, overrides });
  const script = `import { loadModel } from "${SERVE}/defaults";
await loadModel("model").catch((error) => console.log(error.code, error.remedy));
`;
  await place.write("alone.js", script);
  const output = await runDeno("alone.js");
  const expected = "MISSING_PEER Run: npm install @imdb/features @imdb/train @imdb/data-pipeline";
  const problems = output.trim() === expected ? [] : [`it printed: ${output.trim()}`];
  return { types: true, problems, ran: "what to install is named" };
}
