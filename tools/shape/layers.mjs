import { dirname, join } from "node:path";

/** The layers of the packages, from the bottom; docs/architecture.md says what each is for. */
const LAYERS = [
  { tag: "layer:contracts", packages: ["core"] },
  { tag: "layer:block", packages: ["measures", "report", "rows", "runtime"] },
  {
    tag: "layer:package",
    packages: ["data-pipeline", "features", "flow", "monitor", "serve", "tracking", "train"],
  },
  { tag: "layer:product", packages: ["cli", "create", "text-classifier"] },
];
const [CONTRACTS, BLOCK, PACKAGE, PRODUCT] = LAYERS.map((_, level) => level);

/** Files of a package that belong to the layer above it: an entry and a command that wire defaults. */
const PRODUCTS = /^packages\/serve\/src\/(?:defaults[\w-]*\.ts|cli\/)/;

/**
 * A package imports what is below it: blocks the contracts (and those for Node also `runtime`), packages the
 * contracts and blocks and never each other, products everything below and each other. Nothing reaches into another
 * package's folder or into an example; the graph of packages has no cycle.
 */
export function layers(workspace) {
  return [
    ...workspace.packages.flatMap(placeProblems),
    ...workspace.packages.flatMap((one) => one.sources.flatMap((source) => sourceProblems(one, source))),
    ...cycles(workspace),
  ];
}

function placeProblems({ name, folder, manifest }) {
  const level = levelOf(name);
  const problem = (message) => [{ file: `${folder}/package.json`, line: 1, message }];
  if (level < 0) return problem("is in no layer of tools/shape/layers.mjs");
  const { tag } = LAYERS[level];
  return manifest.nx?.tags?.includes(tag) ? [] : problem(`nx.tags does not hold "${tag}", its layer`);
}

/** The layer of a package, from 0; −1 for one that has none. */
export function levelOf(name) {
  return LAYERS.findIndex(({ packages }) => packages.includes(name));
}

function sourceProblems(one, { file, imports, isTest }) {
  const problems = [];
  for (const { specifier, line } of imports) {
    const message = specifier.startsWith(".")
      ? relativeProblem(one, file, specifier, isTest)
      : packageProblem(one, file, specifier, isTest);
    if (message) problems.push({ file, line, message });
  }
  return problems;
}

function relativeProblem({ folder }, file, specifier, isTest) {
  const target = join(dirname(file), specifier);
  if (target.startsWith(`${folder}/`)) return undefined;
  if (isTest && target.startsWith("tools/")) return undefined;
  return `${specifier} leads out of ${folder}`;
}

function packageProblem({ name, manifest }, file, specifier, isTest) {
  const [, other] = /^@imdb\/([^/]+)/.exec(specifier) ?? [];
  if (/^@imdb-examples\//.test(specifier)) return `${specifier}: a package does not import an example`;
  if (other === undefined) return undefined;
  if (other === name) return isTest ? undefined : `${specifier}: ${name} imports its own files by path`;
  if (name === "core") return `${specifier}: core imports none of ours`;
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies };
  if (isTest && `@imdb/${other}` in declared) return undefined;
  const level = PRODUCTS.test(file) ? PRODUCT : levelOf(name);
  if (mayImport(name, level, other)) return undefined;
  const allowed = LAYERS.slice(0, Math.min(level, PACKAGE)).flatMap(({ packages }) => packages);
  return `${specifier}: ${name} may import only ${allowed.join(", ")} of ours; take the value as an argument`;
}

function mayImport(name, level, other) {
  const below = levelOf(other);
  if (below < 0) return false;
  if (level === PRODUCT) return true;
  if (level === BLOCK) return below === CONTRACTS || (other === "runtime" && name !== "runtime");
  return below < level;
}

/** A cycle in the graph that nx and npm see: every kind of dependency in the manifests. */
function cycles({ packages }) {
  const edges = new Map(
    packages.map(({ name, manifest }) => [
      name,
      ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
        .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
        .flatMap((dependency) => /^@imdb\/([^/]+)$/.exec(dependency)?.[1] ?? []),
    ]),
  );
  const done = new Set();
  const problems = [];
  function visit(name, above) {
    if (above.includes(name)) {
      const cycle = [...above.slice(above.indexOf(name)), name].join(" → ");
      problems.push({
        file: `packages/${name}/package.json`,
        line: 1,
        message: `a cycle of packages: ${cycle}`,
      });
      return;
    }
    if (done.has(name)) return;
    for (const next of edges.get(name) ?? []) visit(next, [...above, name]);
    done.add(name);
  }
  for (const name of edges.keys()) visit(name, []);
  return problems;
}
