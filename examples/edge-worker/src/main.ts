import { readFile } from "node:fs/promises";
import { Miniflare } from "miniflare";
import { buildWorker } from "./build.js";

const { file, bytes } = await buildWorker();
console.log(`outputs/worker.js: ${(bytes / 1024).toFixed(0)} kB with the model in it.`);

const worker = new Miniflare({ modules: true, script: await readFile(file, "utf8"), port: 8787 });
console.log(`Listening on ${await worker.ready}`);
process.once("SIGINT", () => void worker.dispose());
