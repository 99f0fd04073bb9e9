import { mkdir } from "node:fs/promises";
import { search } from "./search.js";

await mkdir("outputs", { recursive: true });
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

const { points, bestPoint, best, scoring } = await search("outputs", stop.signal);
console.log(`${points.length} combinations by ${scoring}; the best:`);
console.log(JSON.stringify(bestPoint.params));
const { mean } = bestPoint;
console.log(`${scoring} ${mean[scoring]?.toFixed(3)}, accuracy ${mean["accuracy"]?.toFixed(3)}.`);
console.log(`"A wonderful film" is ${best.predict("A wonderful film").label}. Saved in outputs/model.`);
