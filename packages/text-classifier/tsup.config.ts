import { library } from "../../tools/config/tsup.ts";

export default library(["src/index.ts", "src/web.ts"]);
