// `npm run check-docs [PART …]`: compiles and runs the code of the docs whose place contains a part.
import { run } from "./prepare.mjs";

run("node", ["--import", "tsx", "tools/docs-code/check.ts", ...process.argv.slice(2)]);
