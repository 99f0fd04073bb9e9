import { defineConfig } from "tsup";
import { library } from "../../tools/config/tsup.ts";

// The thread is found by import.meta.url, which CommonJS lacks.
const entries = library(["src/index.ts", "src/cleaning/index.ts"], { shims: true });

// A thread starts faster from one file, and then it does not matter by which conditions others are found.
const thread = library([], {
  entry: { "preparation/thread": "src/preparation/thread.ts" },
  format: ["esm"],
  clean: false,
  splitting: false,
  noExternal: [/./],
});

export default defineConfig((options) => {
  const made = [entries, thread].map((config) => (typeof config === "function" ? config(options) : config));
  // Declarations are for callers, and nobody calls the thread.
  return (options.env?.["types"] ? made.slice(0, 1) : made) as never;
});
