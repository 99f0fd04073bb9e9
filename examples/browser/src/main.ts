import { buildPage } from "./build.js";

const { file, bytes } = await buildPage();
console.log(`${(bytes / 1024).toFixed(0)} kB, everything in it. Open it in a browser: ${file}`);
