import { libraryWithThreads } from "../../tools/config/tsup.ts";

export default libraryWithThreads(["src/index.ts", "src/cleaning/index.ts"]);
