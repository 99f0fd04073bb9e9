import { dirname, join } from "node:path";

/** Files that wire defaults (an entry, the command line), and what they may import besides core. */
const WIRING = [
  {
    pattern: /^packages\/serve\/src\/(?:defaults[\w-]*\.ts|cli\/)/,
    packages: ["data-pipeline", "features", "train"],
  },
  // The command looks at the CSV before a project is laid down; the projects' own imports are in its template.
  { pattern: /^packages\/create\/src\/cli\//, packages: ["data-pipeline"] },
];

/**
 * Packages import `@imdb/core` of ours and nothing else, core imports none; nothing reaches into another package's
 * folder or into an example; the graph of packages has no cycle.
 */
export function layers(house) {
  return [
    ...house.packages.flatMap((one) => one.sources.flatMap((source) => sourceProblems(one, source))),
    ...cycles(house),
  ];
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
  if (other === undefined || other === name || other === "core") {
    return other === "core" && name === "core" && !isTest
      ? `${specifier}: core imports its own files by path`
      : undefined;
  }
  if (name === "core") return `${specifier}: core imports none of ours`;
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies };
  if (isTest && `@imdb/${other}` in declared) return undefined;
  if (WIRING.some(({ pattern, packages }) => pattern.test(file) && packages.includes(other)))
    return undefined;
  return `${specifier}: ${name} may import only @imdb/core of ours; take the value as an argument`;
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
