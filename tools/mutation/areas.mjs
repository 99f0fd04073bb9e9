/**
 * The areas that mutation testing covers: the sources that are changed, and the tests that must notice.
 * Paths are relative to the package.
 */
export const AREAS = {
  bundle: {
    package: "core",
    sources: ["bundle.ts", "bundle-files.ts", "manifest.ts", "mlmodel.ts", "safetensors.ts", "tar.ts"].map(
      (name) => `src/bundle/${name}`,
    ),
    tests: ["src/bundle/**/*.test.ts"],
  },
  parts: {
    package: "core",
    sources: ["codec.ts", "coded-part.ts", "nested-parts.ts", "part.ts", "part-tensors.ts"].map(
      (name) => `src/bundle/${name}`,
    ),
    tests: ["src/bundle/**/*.test.ts", "src/testing/**/*.test.ts"],
  },
  // Without the tests of rows of many MiB, which take minutes when the code is instrumented, and those of cost, which
  // measure time: with them an endless loop is given a minute to end.
  rows: {
    package: "rows",
    sources: ["src/**/*.ts"],
    tests: ["src/**/*.test.ts", "!src/format/long-rows.test.ts", "!src/cost.test.ts"],
  },
  profile: { package: "monitor", sources: ["src/profile/**/*.ts"], tests: ["src/profile/**/*.test.ts"] },
  drift: { package: "monitor", sources: ["src/drift/*.ts"], tests: ["src/drift/**/*.test.ts"] },
  // Apart from drift: with their inner loops instrumented, the tests of drift take a minute instead of seconds.
  methods: {
    package: "monitor",
    sources: ["src/drift/methods/*.ts"],
    tests: ["src/drift/methods.test.ts", "src/drift/methods/*.test.ts"],
  },
};
