// `npm run docs`: guides, READMEs of packages and examples, and the API reference as one site with search, in
// docs/api. A broken link or a public symbol without a docstring fails it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { brokenLinks } from "./docs/broken-links.mjs";
import { install, ROOT } from "./prepare.mjs";

install();
const { Application, Converter, ReflectionKind } = await import("typedoc");

const entryPoints = readdirSync(`${ROOT}packages`).flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(`${ROOT}packages/${name}/package.json`, "utf8"));
  return Object.values(exports)
    .map((target) => target["@imdb/source"])
    .filter(Boolean)
    .map((source) => `${ROOT}packages/${name}/${source.slice(2)}`);
});
const guides = readdirSync(`${ROOT}docs`).filter((file) => file.endsWith(".md") && file !== "quick-start.md");
/** In the order in which they stand. */
const documents = {
  Guides: ["quick-start.md", ...guides.sort()].map((file) => `docs/${file}`).concat("CONTRIBUTING.md"),
  Inside: [...markdownIn("docs/inside"), ...markdownIn("docs/inside/how-to-add")],
  Decisions: markdownIn("docs/decisions"),
  Packages: readmes("packages"),
  Examples: readmes("examples"),
  Tools: readmes("tools"),
};

const app = await Application.bootstrap({
  name: "@imdb",
  entryPoints,
  tsconfig: `${ROOT}docs/tsconfig.json`,
  readme: `${ROOT}README.md`,
  projectDocuments: Object.values(documents)
    .flat()
    .map((file) => ROOT + file),
  out: `${ROOT}docs/api`,
  excludeInternal: true,
  excludePrivate: true,
  // What an interface inherits from a dependency is documented there.
  excludeExternals: true,
  // The checkout may have no remote, so links to its sources would lead nowhere.
  disableSources: true,
  navigationLinks: {},
  navigation: { includeGroups: true },
  groupOrder: [...Object.keys(documents), "*"],
  sort: ["documents-first", "alphabetical"],
  customCss: `${ROOT}tools/docs/site.css`,
  searchInDocuments: true,
  searchGroupBoosts: { Functions: 2, Guides: 2, Properties: 0.5 },
  ignoredHighlightLanguages: ["drawing"],
  highlightLanguages: [
    "bash",
    "css",
    "html",
    "javascript",
    "json",
    "jsonc",
    "python",
    "tsx",
    "typescript",
    "yaml",
  ],
  requiredToBeDocumented: ["Function", "Class", "Interface", "TypeAlias", "Variable", "Enum", "Method"],
  validation: { notExported: false, invalidLink: true, notDocumented: true, rewrittenLink: true },
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
});
// A page has its first heading as title, and is in the group of its kind.
const titles = Object.entries(documents).flatMap(([group, files]) =>
  files.map((file) => ({ group, title: /^# (.+)$/m.exec(readFileSync(ROOT + file, "utf8"))?.[1] ?? file })),
);
const places = new Map();
app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
  const { group, title } = titles.shift();
  document.name = title.replaceAll("\\*", "*").replaceAll("`", "");
  document.frontmatter.group = group;
  places.set(document, places.size);
});
const project = await app.convert();
if (!project) process.exit(1);
// TypeDoc would put 10 before 2.
for (const { children } of project.groups) children.sort((a, b) => places.get(a) - places.get(b) || 0);
// It names modules after their folders; a reader knows them by what is imported.
for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
  module.name = `@imdb/${module.name.replace(/\/src(?=\/|$)/, "")}`;
}
app.validate(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
const broken = brokenLinks(`${ROOT}docs/api`);
for (const link of broken) console.error(link);
if (broken.length > 0) process.exit(1);
const pages = Object.values(documents).flat().length;
console.log(`docs/api/index.html: ${entryPoints.length} entry points, ${pages} guides and READMEs`);

/** The pages of a folder, its README first. */
function markdownIn(folder) {
  const names = readdirSync(ROOT + folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  const paths = ["README.md", ...names.sort()].map((name) => `${folder}/${name}`);
  return paths.filter((path) => existsSync(ROOT + path));
}

function readmes(folder) {
  return readdirSync(ROOT + folder)
    .sort()
    .map((name) => `${folder}/${name}/README.md`)
    .filter((file) => existsSync(ROOT + file));
}
