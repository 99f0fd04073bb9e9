/** Fields of a package's manifest that a user of the published package has any use for, in this order. */
const KEPT = [
  "name",
  "version",
  "description",
  "keywords",
  "license",
  "type",
  "sideEffects",
  "engines",
  "exports",
  "imports",
  "bin",
  "files",
  "dependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "optionalDependencies",
  "publishConfig",
];

/**
 * The manifest as it is published: without scripts, development dependencies and the `@imdb/source` condition
 * (which leads to sources that are not in the tarball), and with packages of ours pinned to the one version that
 * all of them have.
 *
 * @param repository  `https://github.com/owner/name`. npm refuses provenance for a package that does not name it.
 */
export function publishedManifest(manifest, folder, repository) {
  const published = {};
  for (const key of KEPT) if (manifest[key] !== undefined) published[key] = manifest[key];
  published.exports = withoutSource(manifest.exports);
  Object.assign(published, withoutExports(published.exports));
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    if (published[kind]) published[kind] = pinned(published[kind], manifest.version);
  }
  if (repository) {
    published.repository = { type: "git", url: `git+${repository}.git`, directory: folder };
    published.homepage = `${repository}/tree/main/${folder}#readme`;
    published.bugs = `${repository}/issues`;
  }
  return published;
}

/**
 * What finds the entries where `exports` is not read: TypeScript with `moduleResolution: node10`, which older projects
 * have, and old bundlers and test runners.
 */
function withoutExports({ ".": root, ...entries }) {
  const types = Object.entries(entries)
    .filter(([, target]) => target.require !== undefined)
    .map(([path, { require }]) => [path.slice("./".length), [require.types]]);
  return {
    ...(root && { main: root.require.default, types: root.require.types }),
    ...(types.length > 0 && { typesVersions: { "*": Object.fromEntries(types) } }),
  };
}

function withoutSource(exports) {
  return Object.fromEntries(
    Object.entries(exports ?? {}).map(([path, target]) => {
      if (typeof target === "string") return [path, target];
      const { "@imdb/source": _, ...rest } = target;
      return [path, rest];
    }),
  );
}

function pinned(ranges, version) {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, range]) => [name, name.startsWith("@imdb/") ? version : range]),
  );
}
