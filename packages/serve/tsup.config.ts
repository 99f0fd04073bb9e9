import { library } from "../../tools/config/tsup.ts";

export default library(
  [
    "src/index.ts",
    "src/node/index.ts",
    "src/defaults.ts",
    "src/defaults-bundled.ts",
    "src/defaults-web.ts",
    "src/batch/worker.ts",
    "src/cli/main.ts",
  ],
  // The thread's script is found from import.meta.url, which CommonJS lacks.
  { shims: true },
);
