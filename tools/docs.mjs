// `npm run docs`: the API reference of every package beside the hand-written guides, in docs/api. A broken
// link or a public symbol without a docstring fails it.
import { readdirSync, readFileSync } from "node:fs";
import { install, ROOT } from "./prepare.mjs";

install();
const { Application } = await import("typedoc");

const entryPoints = readdirSync(`${ROOT}packages`).flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(`${ROOT}packages/${name}/package.json`, "utf8"));
  return Object.values(exports)
    .map((target) => target["@imdb/source"])
    .filter(Boolean)
    .map((source) => `${ROOT}packages/${name}/${source.slice(2)}`);
});
const guides = readdirSync(`${ROOT}docs`).filter((file) => file.endsWith(".md"));

const app = await Application.bootstrap({
  name: "@imdb",
  entryPoints,
  tsconfig: `${ROOT}docs/tsconfig.json`,
  readme: `${ROOT}README.md`,
  projectDocuments: guides.sort().map((file) => `${ROOT}docs/${file}`),
  out: `${ROOT}docs/api`,
  excludeInternal: true,
  excludePrivate: true,
  // A place in the sources of a checkout that may have no remote says nothing to a reader.
  disableSources: true,
  navigationLinks: {},
  requiredToBeDocumented: ["Function", "Class", "Interface", "TypeAlias", "Variable", "Enum", "Method"],
  validation: { notExported: false, invalidLink: true, notDocumented: true, rewrittenLink: true },
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
});
const project = await app.convert();
if (!project) process.exit(1);
app.validate(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
console.log(`docs/api/index.html: ${entryPoints.length} entry points, ${guides.length} guides`);
