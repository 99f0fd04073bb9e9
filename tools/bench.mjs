// `npm run bench`: installs and builds what is missing, then runs the benchmarks with the arguments given.
import { build, install, run } from "./prepare.mjs";

install();
build();
// The young generation that `npm start` has.
run("node", ["--max-semi-space-size=64", "--import", "tsx", "tools/bench/run.ts", ...process.argv.slice(2)]);
