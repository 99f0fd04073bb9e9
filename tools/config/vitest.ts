import { defineConfig } from "vitest/config";

/** One vitest configuration for every package: tests run on the sources, through the `@imdb/source` condition. */
export default defineConfig({
  resolve: { conditions: ["@imdb/source"] },
  ssr: { resolve: { conditions: ["@imdb/source"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: [new URL("./vitest-setup.ts", import.meta.url).pathname],
    testTimeout: 30_000,
    // Files of a package share their processes: else importing takes as long as testing.
    isolate: false,
    passWithNoTests: false,
  },
});
