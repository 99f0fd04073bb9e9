import { defineConfig } from "tsup";
import { library } from "../../tools/config/tsup.ts";

// The worker is found by import.meta.url, which CommonJS lacks.
const entries = library(["src/index.ts", "src/node/index.ts", "src/cli/main.ts"], { shims: true });

// A thread starts faster from one file, and then it does not matter by which conditions others are found.
const worker = library([], {
  entry: { "node/profile-worker": "src/node/profile-worker.ts" },
  format: ["esm"],
  clean: false,
  splitting: false,
  noExternal: [/./],
});

export default defineConfig((options) => {
  const made = [entries, worker].map((config) => (typeof config === "function" ? config(options) : config));
  // Declarations are for callers, and nobody calls the worker.
  return (options.env?.["types"] ? made.slice(0, 1) : made) as never;
});
