// `node tools/test-package.mjs PACKAGE [FILE …] [-t TITLE] [--watch]`: the tests of one package, on the sources. Builds
// nothing: a test that needs a built file (worker threads) says so; `npx nx test @imdb/PACKAGE` builds first.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { install, ROOT } from "./prepare.mjs";

const [name = "", ...rest] = process.argv.slice(2);
const folder = `${ROOT}packages/${name.replace("@imdb/", "")}`;
if (name === "" || !existsSync(`${folder}/package.json`)) {
  console.error(`Name a package: ${readdirSync(`${ROOT}packages`).join(", ")}.`);
  process.exit(1);
}
install();
const isWatched = rest.includes("--watch");
const filters = rest.filter((argument) => argument !== "--watch");
const vitest = `${ROOT}node_modules/vitest/vitest.mjs`;
const config = ["--root", ".", "--config", "../../tools/config/vitest.ts"];
const { status } = spawnSync(process.execPath, [vitest, isWatched ? "watch" : "run", ...config, ...filters], {
  cwd: folder,
  stdio: "inherit",
});
process.exit(status ?? 1);
