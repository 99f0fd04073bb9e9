export default {
  input: "program/main.ts",
  platform: "node",
  output: { file: "dist/main.mjs", format: "esm", codeSplitting: false },
};
