// `npm run bench`: installs and builds what is missing, then runs the benchmarks with the arguments given.
import { build, install, run } from "./prepare.mjs";

install();
build();
run("node", ["--import", "tsx", "tools/bench/run.ts", ...process.argv.slice(2)]);
