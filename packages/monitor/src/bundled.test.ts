import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";

testInOneFile("windows are profiled", "monitor", () => ({
  imports: `import { profileWindows } from "@imdb/monitor/node";`,
  main: `
      const texts = (n) => Array.from({ length: 50 }, (_, i) => "a film " + i * n + " of scenes");
      return profileWindows([{ texts: texts(1) }, { texts: texts(3) }], { threads: 2, workerScript });
    `,
}));
