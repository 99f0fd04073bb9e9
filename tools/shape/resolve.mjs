import { dirname, join } from "node:path";

/** Gives a function that finds the source file that an import of a source file leads to, across packages. */
export function resolver(packages) {
  const files = new Set(packages.flatMap(({ sources }) => sources.map(({ file }) => file)));
  return (file, specifier) => {
    if (!specifier.startsWith(".")) return entryOf(packages, specifier);
    const path = join(dirname(file), specifier);
    return [path.replace(/\.js$/, ".ts"), path, `${path}.ts`, `${path}/index.ts`].find((one) =>
      files.has(one),
    );
  };
}

/** The source of `@imdb/name` or `@imdb/name/entry`; undefined for what is not ours. */
export function entryOf(packages, specifier) {
  const [, name, path = ""] = /^@imdb\/([^/]+)(\/.+)?$/.exec(specifier) ?? [];
  const one = packages.find((candidate) => candidate.name === name);
  const source = one?.manifest.exports?.[`.${path}`]?.["@imdb/source"];
  return source && join(one.folder, source);
}
