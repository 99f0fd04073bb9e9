module.exports = {
  mode: "production",
  target: "node20",
  entry: "./program/main.js",
  output: { path: `${__dirname}/dist`, filename: "main.cjs", chunkFormat: "commonjs", clean: true },
};
