import { libraryWithThreads } from "../../tools/config/tsup.ts";

export default libraryWithThreads([
  "src/index.ts",
  "src/node/index.ts",
  "src/defaults.ts",
  "src/defaults-bundled.ts",
  "src/defaults-web.ts",
  "src/cli/main.ts",
]);
