import { library } from "../../tools/config/tsup.ts";

export default library(
  [
    "src/index.ts",
    "src/config/index.ts",
    "src/display/index.ts",
    "src/display/web.ts",
    "src/options/index.ts",
    "src/testing/index.ts",
  ],
  {
    esbuildPlugins: [
      {
        // Views are found by a condition, since bundles for browsers have none: the other entries import that entry.
        name: "display-by-condition",
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/display\/index\.js$/ }, () => ({
            path: "@imdb/core/display",
            external: true,
          })),
      },
    ],
  },
);
