import { library } from "../../tools/config/tsup.ts";

export default library([
  "src/index.ts",
  "src/config/index.ts",
  "src/node/index.ts",
  "src/options/index.ts",
  "src/report/index.ts",
  "src/testing/index.ts",
]);
