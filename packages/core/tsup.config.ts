import { library } from "../../tools/config/tsup.ts";

export default library(
  [
    "src/index.ts",
    "src/cleaning/index.ts",
    "src/config/index.ts",
    "src/display/index.ts",
    "src/display/web.ts",
    "src/options/index.ts",
    "src/testing/index.ts",
  ],
  {
    esbuildPlugins: [
      {
        // Bundles for browsers have no views: the other entries find them by a condition, under "imports" of package.json.
        name: "display-by-condition",
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/display\/index\.js$/ }, () => ({
            path: "#display",
            external: true,
          })),
      },
    ],
  },
);
