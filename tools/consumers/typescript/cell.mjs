import { join } from "node:path";
import { compileProblem } from "../compile.mjs";
import { row } from "../row.mjs";

/** From the oldest supported to the newest. */
const VERSIONS = ["5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "6.0", "7.0"];
const MODES = [
  { mode: "node16, ESM", module: "node16", moduleResolution: "node16", folder: "esm" },
  { mode: "node16, CommonJS", module: "node16", moduleResolution: "node16", folder: "cjs" },
  { mode: "nodenext, ESM", module: "nodenext", moduleResolution: "nodenext", folder: "esm" },
  { mode: "bundler", module: "esnext", moduleResolution: "bundler", folder: "esm" },
  {
    mode: "commonjs, node10",
    module: "commonjs",
    moduleResolution: "node10",
    // Types of pino, which some of ours name, ask for it.
    esModuleInterop: true,
    folder: "cjs",
    until: 6,
  },
];

/** A library with declarations, strict and without `skipLibCheck`, in every version of TypeScript and of resolution. */
export default async function typescript(place) {
  const versions = place.isHeavy ? VERSIONS : [VERSIONS[0], VERSIONS.at(-1)];
  const aliases = versions.map((version) => [`ts${version}`, `npm:typescript@~${version}.0`]);
  await place.npmInstall({ ...Object.fromEntries(aliases), "@types/node": "^20" });
  for (const folder of ["esm", "cjs"]) {
    await place.program("ts", `${folder}/program`);
    await place.write(`${folder}/package.json`, { type: folder === "esm" ? "module" : "commonjs" });
    await place.templateOf("typescript", folder);
  }
  const rows = [];
  for (const name of versions) {
    const version = await place.versionOf(`ts${name}`);
    rows.push(
      await row({ title: `TypeScript ${name}, declarations`, version, threads: "none" }, () =>
        compile(place, name),
      ),
    );
  }
  return rows;
}

async function compile(place, version) {
  const problems = [];
  const known = MODES.filter(({ until = Infinity }) => Number(version) < until);
  const modes = place.isHeavy ? known : [known[0], known.at(-1)];
  for (const { mode, folder, until: _, ...modules } of modes) {
    const tsc = join(place.folder, "node_modules", `ts${version}`, "bin/tsc");
    const problem = await compileProblem(place, tsc, folder, modules);
    if (problem) problems.push(`${mode}: ${problem}`);
  }
  return { types: true, problems, ran: modes.map(({ mode }) => mode).join("; ") };
}
