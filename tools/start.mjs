// `npm start`: installs and builds what is missing, then runs the main job with the arguments given.
import { build, install, ROOT } from "./prepare.mjs";

install();
build();
process.argv[1] = `${ROOT}examples/imdb-sentiment/dist/main.js`;
await import("../examples/imdb-sentiment/dist/main.js");
