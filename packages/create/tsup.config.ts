import { library } from "../../tools/config/tsup.ts";

// The template is found from import.meta.url, which CommonJS lacks.
export default library(["src/index.ts", "src/cli/main.ts"], { shims: true });
