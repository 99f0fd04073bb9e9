import { BROWSER_ENTRIES } from "../shape/browser-safety.mjs";

/** Every public entry of every package, with all that it exports; for browsers where it runs in them. */
export function entries({ packages }) {
  return packages.flatMap(({ name, manifest }) =>
    Object.entries(manifest.exports)
      // The script of threads is one file already, and exports nothing.
      .filter(([path]) => path !== "./package.json" && path !== "./worker")
      .map(([path, conditions]) => {
        const entry = `@imdb/${name}${path.slice(1)}`;
        const isForBrowsers = BROWSER_ENTRIES[name]?.includes(path) || "browser" in conditions;
        const platform = isForBrowsers ? "browser" : "node";
        return { name: `\`${entry}\``, code: `export * from "${entry}";`, platform };
      }),
  );
}

/** The optional peers of all packages that are not ours: a program of Node need not have them. */
export function optionalPeers({ packages }) {
  const names = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependenciesMeta ?? {}));
  return [...new Set(names)].filter((name) => !name.startsWith("@imdb/"));
}
