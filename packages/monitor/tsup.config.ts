import { libraryWithThread } from "../../tools/config/tsup.ts";

export default libraryWithThread(
  ["src/index.ts", "src/node/index.ts", "src/cli/main.ts"],
  "node/profile-worker",
);
