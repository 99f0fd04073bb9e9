import { blankComments, lineOf } from "./imports.mjs";

/** Our own: the importers of an entry need them, and its README says what to install. */
const NEEDED = /^@imdb\//;
const DYNAMIC = /(?<!\btypeof\s+)\bimport\(([^)]*)\)/g;
const IGNORED = ["webpackIgnore: true", "turbopackIgnore: true", "@vite-ignore"];

/**
 * An optional peer is imported by a variable, with the comments that tell bundlers to leave the import alone, for
 * `loadPeer` of core: a bundler that finds the name of a package fails where it is not installed.
 */
export function optionalPeers({ packages }) {
  return packages.flatMap(({ manifest, sources }) =>
    sources
      .filter(({ isTest }) => !isTest)
      .flatMap((source) => [...literals(manifest, source), ...withoutComments(source)]),
  );
}

function literals({ peerDependenciesMeta = {} }, { file, imports }) {
  return imports
    .filter(({ specifier, typeOnly }) => !typeOnly && !NEEDED.test(specifier))
    .filter(({ specifier }) => peerDependenciesMeta[specifier]?.optional)
    .map(({ specifier, line }) => ({
      file,
      line,
      message: `${specifier} is an optional peer, and a bundler fails where it is not installed; take loadPeer`,
    }));
}

function withoutComments({ file, text }) {
  const code = blankComments(text);
  return [...code.matchAll(DYNAMIC)].flatMap(({ index, 0: whole, 1: argument }) => {
    const written = text.slice(index, index + whole.length);
    if (/^\s*["'`]/.test(argument) || IGNORED.every((comment) => written.includes(comment))) return [];
    return [
      {
        file,
        line: lineOf(code, index),
        message: `an import by a variable needs the comments ${IGNORED.join(", ")}`,
      },
    ];
  });
}
