import { libraryWithThreads } from "../../tools/config/tsup.ts";

export default libraryWithThreads(["src/index.ts", "src/config/index.ts", "src/node/index.ts"]);
