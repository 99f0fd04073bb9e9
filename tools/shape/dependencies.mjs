import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";

/** What published code imports is in `dependencies` or `peerDependencies`; a test may also use what the root has. */
export function dependencies({ root, packages }) {
  const path = join(root, "package.json");
  const shared = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return packages.flatMap(({ manifest, sources }) => {
    const published = {
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.optionalDependencies,
    };
    const atHome = {
      ...published,
      ...manifest.devDependencies,
      ...shared.devDependencies,
      ...shared.dependencies,
    };
    return sources.flatMap(({ file, imports, isTest }) =>
      imports.flatMap(({ specifier, line, typeOnly }) => {
        const name = packageOf(specifier);
        const known = isTest || typeOnly ? atHome : published;
        if (name === undefined || name === manifest.name || name in known) return [];
        return [{ file, line, message: `${name} is not among the package's dependencies` }];
      }),
    );
  });
}

function packageOf(specifier) {
  if (specifier.startsWith(".") || specifier.startsWith("node:") || builtinModules.includes(specifier))
    return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}
