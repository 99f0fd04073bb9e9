export default {
  build: { ssr: "program/main.ts", outDir: "dist", target: "node20" },
  ssr: { noExternal: true, target: "node" },
};
