import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/worker.ts", "src/search.ts", "src/score.ts", "src/train.ts", "src/watch.ts"],
  format: "esm",
  target: "node20",
  sourcemap: true,
  clean: true,
});
