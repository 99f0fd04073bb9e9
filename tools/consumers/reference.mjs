import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readResult } from "./result.mjs";

/**
 * The program in plain Node, from packages that npm has installed: its digest is that of every tool chain. Leaves
 * `split.json`, the bundle `out/model` and `model.tar`, for tool chains without files.
 */
export async function makeReference(place) {
  await place.write("package.json", "{}");
  await place.npmInstall();
  await place.program("esm");
  const script = `import { split } from "./program/node.js";
console.log("SPLIT " + JSON.stringify(await split()));`;
  await place.write("split.mjs", script);
  const printed = await place.succeed("node", ["split.mjs"]);
  await writeFile(join(place.folder, "split.json"), /^SPLIT (.*)$/m.exec(printed)[1]);
  const { digest } = readResult(await place.succeed("node", ["program/main.js", "out"]));
  const tar = `import { readBundleFiles, saveBundle } from "@imdb/runtime/bundles";
await saveBundle(await readBundleFiles("out/model"), "model.tar");`;
  await place.write("tar.mjs", tar);
  await place.succeed("node", ["tar.mjs"]);
  return { digest };
}
