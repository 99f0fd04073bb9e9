// `node tools/docs/install-lines.mjs`: what the TypeScript of a page imports, a command of the same page installs. With
// pnpm and Yarn's Plug'n'Play a program finds only the packages that it names itself.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { pathToFileURL } from "node:url";
import { ROOT } from "../prepare.mjs";

/** What an entry takes from packages that are not installed with it. */
const NEEDED = { "@imdb/serve/defaults": ["@imdb/data-pipeline", "@imdb/features", "@imdb/train"] };

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const pages = [
    "README.md",
    ...readdirSync(`${ROOT}docs`)
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
    ...readdirSync(`${ROOT}packages`)
      .map((name) => `packages/${name}/README.md`)
      .filter((path) => existsSync(ROOT + path)),
  ];
  const problems = pages.flatMap((page) =>
    notInstalled(readFileSync(ROOT + page, "utf8")).map((name) => `${page}: no command installs ${name}`),
  );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  console.log(`${pages.length} pages: every import is installed`);
}

/** The packages that a page's TypeScript imports and no command of the page installs. */
export function notInstalled(page) {
  const blocks = (language) =>
    [...page.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)]
      .filter(([, name]) => name === language)
      .map(([, , code]) => code)
      .join("\n");
  const installed = new Set(
    [...blocks("sh").matchAll(/\bnpm (?:install|i|add) ([^#\n]*)/g)].flatMap(([, names]) =>
      names.split(/\s+/).filter((name) => name !== "" && !name.startsWith("-")),
    ),
  );
  const paths = [...blocks("ts").matchAll(/\bfrom "([^."][^"]*)"/g)].map(([, path]) => path);
  const imported = paths.flatMap((path) => [packageOf(path), ...(NEEDED[path] ?? [])]);
  return [...new Set(imported)].filter((name) => !isNode(name) && !installed.has(name)).sort();
}

function packageOf(path) {
  return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
}

function isNode(name) {
  return name.startsWith("node:") || builtinModules.includes(name);
}
