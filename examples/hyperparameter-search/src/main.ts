import { mkdir } from "node:fs/promises";
import { search } from "./search.js";

await mkdir("outputs", { recursive: true });
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

const { points, best, scoring } = await search("outputs", stop.signal);
console.log(`${points.length} combinations by ${scoring}; the best:`);
console.log(JSON.stringify({ ...best.vectorizer, ...best.classifier }));
console.log(`${scoring} ${best.mean[scoring]?.toFixed(3)}, accuracy ${best.mean["accuracy"]?.toFixed(3)}.`);
