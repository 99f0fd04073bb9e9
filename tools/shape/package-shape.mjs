import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blankComments } from "./imports.mjs";

const FILES = ["package.json", "tsconfig.json", "tsup.config.ts", "README.md"];
const SCRIPTS = ["build", "typecheck", "test"];

/** Every package has the same files, the same fields in its manifest, and entries that only export. */
export function packageShape(workspace) {
  return workspace.packages.flatMap((one) => [
    ...files(workspace, one),
    ...manifest(workspace, one),
    ...entries(workspace, one),
  ]);
}

function files({ root }, { folder, sources }) {
  const missing = FILES.filter((file) => !existsSync(join(root, folder, file))).map((file) =>
    problem(`${folder}/${file}`, 1, "is missing; every package has it"),
  );
  if (sources.some(({ file }) => /\.test\.ts$/.test(file))) return missing;
  return [...missing, problem(`${folder}/src`, 1, "has no test")];
}

function manifest({ root, packages }, { name, folder, manifest }) {
  const file = `${folder}/package.json`;
  const core = packages.find((one) => one.name === "core")?.manifest ?? manifest;
  const wanted = { name: `@imdb/${name}`, type: "module", sideEffects: false };
  for (const key of ["version", "license"]) wanted[key] = core[key];
  const problems = Object.entries(wanted)
    .filter(([key, value]) => manifest[key] !== value)
    .map(([key, value]) =>
      problem(file, 1, `${key} is ${JSON.stringify(manifest[key])}, not ${JSON.stringify(value)}`),
    );
  if (manifest.engines?.node !== core.engines?.node)
    problems.push(problem(file, 1, "engines.node differs from core's"));
  if (!manifest.description) problems.push(problem(file, 1, "has no description"));
  if (!manifest.files?.includes("dist")) problems.push(problem(file, 1, "files does not hold dist"));
  for (const script of SCRIPTS) {
    if (!manifest.scripts?.[script]) problems.push(problem(file, 1, `has no script ${script}`));
  }
  const build = existsSync(join(root, folder, "tsup.config.ts"))
    ? readFileSync(join(root, folder, "tsup.config.ts"), "utf8")
    : "";
  const entries = Object.entries(manifest.exports ?? {}).filter(([path]) => path !== "./package.json");
  if (entries.length === 0) problems.push(problem(file, 1, "exports no entry"));
  for (const [path, target] of entries) {
    problems.push(...entryProblems(root, folder, file, path, target, build));
  }
  return problems;
}

function entryProblems(root, folder, file, path, target, build) {
  const source = target["@imdb/source"];
  if (!source || !existsSync(join(root, folder, source))) {
    return [problem(file, 1, `exports["${path}"] names no source under "@imdb/source"`)];
  }
  if (path === "./worker") return workerProblems(file, target);
  const built = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
  const wanted = {
    import: { types: `${built}.d.ts`, default: `${built}.js` },
    require: { types: `${built}.d.cts`, default: `${built}.cjs` },
  };
  const problems = [];
  for (const kind of ["import", "require"]) {
    if (JSON.stringify(target[kind]) !== JSON.stringify(wanted[kind])) {
      problems.push(problem(file, 1, `exports["${path}"].${kind} is not ${JSON.stringify(wanted[kind])}`));
    }
  }
  if (Object.keys(target)[0] !== "@imdb/source") {
    problems.push(
      problem(file, 1, `exports["${path}"] does not begin with "@imdb/source": it would never be chosen`),
    );
  }
  if (!build.includes(source.replace("./", ""))) {
    problems.push(
      problem(`${folder}/tsup.config.ts`, 1, `does not build ${source}, which package.json exports`),
    );
  }
  return problems;
}

/** The script of a package's threads: one file, which the build names after the package. */
function workerProblems(file, target) {
  const name = file.split("/")[1];
  const wanted = { "@imdb/source": "./src/worker.ts", default: `./dist/imdb-${name}-worker.mjs` };
  return JSON.stringify(target) === JSON.stringify(wanted)
    ? []
    : [problem(file, 1, `exports["./worker"] is not ${JSON.stringify(wanted)}`)];
}

/** The files that package.json exports hold exports and nothing else. */
function entries(_workspace, { folder, manifest, sources }) {
  const exported = Object.values(manifest.exports ?? {}).flatMap((target) => target["@imdb/source"] ?? []);
  return sources
    .filter(({ file }) => /\bindex\.ts$/.test(file) && exported.includes(file.replace(folder, ".")))
    .flatMap(({ file, text }) => {
      const rest = blankComments(text)
        .replace(/\b(?:export|import)\s[^;"']*?\bfrom\s*["'][^"']+["'];?/g, (statement) =>
          statement.replace(/[^\n]/g, " "),
        )
        .split("\n");
      const line = rest.findIndex((part) => part.trim() !== "");
      return line < 0
        ? []
        : [problem(file, line + 1, `an entry holds exports and nothing else: ${rest[line].trim()}`)];
    });
}

function problem(file, line, message) {
  return { file, line, message };
}
