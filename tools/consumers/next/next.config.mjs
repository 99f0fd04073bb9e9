const PACKAGES = ["core", "data-pipeline", "features", "monitor", "runtime", "serve", "train"];

export default {
  ...(process.env.EXTERNAL && { serverExternalPackages: PACKAGES.map((name) => `@imdb/${name}`) }),
};
