import type { NextConfig } from "next";

const PACKAGES = ["core", "data-pipeline", "features", "monitor", "runtime", "serve", "train"];

const config: NextConfig = {
  // A folder with all that the service needs: it runs where there is no node_modules.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  // Next does not see that threads run these files.
  outputFileTracingIncludes: { "/*": ["node_modules/@imdb/*/dist/imdb-*-worker.mjs"] },
  ...(process.env.EXTERNAL && { serverExternalPackages: PACKAGES.map((name) => `@imdb/${name}`) }),
};

export default config;
