import { library } from "../../tools/config/tsup.ts";

export default library([
  "src/bundles/index.ts",
  "src/command/index.ts",
  "src/files/index.ts",
  "src/http/index.ts",
  "src/leases/index.ts",
  "src/objects/index.ts",
  "src/remote/index.ts",
  "src/routes/index.ts",
  "src/telemetry/index.ts",
  "src/threads/index.ts",
]);
