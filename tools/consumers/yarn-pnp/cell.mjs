import { resolutionsOf } from "../place.mjs";
import { readResult } from "../result.mjs";
import { row } from "../row.mjs";

/** Yarn 4 with its default, Plug'n'Play: no node_modules, packages in zip files. */
export default async function yarnPnp(place, packages) {
  const yarn = await place.tool("@yarnpkg/cli-dist", "4");
  const runYarn = (...args) =>
    place.succeed("node", [yarn.path("bin/yarn.js"), ...args], { env: yarnSettings(place) });
  return [
    await row({ title: "Yarn PnP", version: yarn.version, threads: "own" }, async () => {
      await place.manifest({ overrides: undefined, resolutions: resolutionsOf(packages) });
      await place.write("yarn.lock", "");
      await place.write(".yarnrc.yml", "enableGlobalCache: false\nenableTelemetry: false\n");
      await runYarn("install", "--mode=skip-build");
      await place.program("esm");
      return readResult(await runYarn("node", "program/main.js", "out"));
    }),
  ];
}

/** Yarn has settings of its own for the registry and its certificates: those of npm. */
function yarnSettings({ registry }) {
  return {
    YARN_NPM_REGISTRY_SERVER: registry.url,
    ...(registry.cafile && { YARN_HTTPS_CA_FILE_PATH: registry.cafile }),
    ...(registry.url.startsWith("http:") && { YARN_UNSAFE_HTTP_WHITELIST: new URL(registry.url).hostname }),
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  };
}
