import { defineConfig } from "tsup";

const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

export default defineConfig({
  entry: { main: "program/main.ts" },
  platform: "node",
  target: "node20",
  // One file: without it tsup leaves packages outside of the bundle.
  noExternal: [/.*/],
  // Packages in CommonJS that are bundled call `require`, which an ES module lacks.
  banner: ({ format }) => (format === "esm" ? { js: REQUIRE } : {}),
});
