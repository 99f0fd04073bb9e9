import { libraryWithThread } from "../../tools/config/tsup.ts";

export default libraryWithThread(["src/index.ts", "src/cleaning/index.ts"], "preparation/thread");
