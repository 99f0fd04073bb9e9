import { library } from "../../tools/config/tsup.ts";

export default library([
  "src/index.ts",
  "src/config/index.ts",
  "src/options/index.ts",
  "src/testing/index.ts",
]);
