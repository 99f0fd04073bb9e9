// `node tools/check-names.mjs [--list]`: a public name means one thing, whichever package it is imported from. Prints
// every name that two packages export with different declarations and exits 1 when there is any; `--list` prints all
// public names by package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const entries = entryPoints();
const program = ts.createProgram([...entries.values()], compilerOptions());
const checker = program.getTypeChecker();

/** Name to the places it is declared at, each with the entries that export it from there. */
const names = new Map();
for (const [entry, file] of entries) {
  for (const [name, place] of exportsOf(file)) {
    const places = names.get(name) ?? names.set(name, new Map()).get(name);
    places.set(place, [...(places.get(place) ?? []), entry]);
  }
}

if (process.argv.includes("--list")) {
  for (const [entry, file] of entries) {
    console.log(
      `${entry}: ${exportsOf(file)
        .map(([name]) => name)
        .sort()
        .join(", ")}`,
    );
  }
}
const clashes = [...names].filter(([, places]) => places.size > 1).sort();
for (const [name, places] of clashes) {
  const each = [...places].map(([place, by]) => `${by.join(" and ")} (${place})`);
  console.log(`${name} is exported with different meanings by ${each.join(", ")}`);
}
console.log(`names: ${names.size} from ${entries.size} entries, ${clashes.length} with two meanings`);
process.exitCode = clashes.length > 0 ? 1 : 0;

function entryPoints() {
  const found = new Map();
  for (const name of readdirSync(join(root, "packages")).sort()) {
    const manifest = join(root, "packages", name, "package.json");
    if (!existsSync(manifest)) continue;
    for (const [path, target] of Object.entries(JSON.parse(readFileSync(manifest, "utf8")).exports)) {
      const source = target["@imdb/source"];
      if (source) found.set(`@imdb/${name}${path.slice(1)}`, join(root, "packages", name, source));
    }
  }
  return found;
}

function compilerOptions() {
  const { config } = ts.readConfigFile(join(root, "docs/tsconfig.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, join(root, "docs"))
    .options;
}

/** `[name, place]` of what a module exports; the place is where it is declared, whoever passes it on. */
function exportsOf(file) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  return checker.getExportsOfModule(module).map((symbol) => {
    const origin = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = origin.declarations?.[0];
    if (!declaration) throw new Error(`${symbol.name} of ${relative(root, file)} has no declaration`);
    const source = declaration.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
    return [symbol.name, `${relative(root, source.fileName)}:${line + 1}`];
  });
}
