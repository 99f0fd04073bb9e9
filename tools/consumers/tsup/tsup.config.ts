import { defineConfig } from "tsup";

export default defineConfig({
  entry: { main: "program/main.ts" },
  platform: "node",
  target: "node20",
  // One file: without it tsup leaves packages outside of the bundle.
  noExternal: [/.*/],
});
