import { mkdir } from "node:fs/promises";
import { score } from "./score.js";

await mkdir("outputs", { recursive: true });
const { scored, quarantined, seconds } = await score("outputs", process.argv[2]);
console.log(`${scored} rows scored in ${seconds.toFixed(2)} s, ${quarantined} set aside: outputs/scored.csv`);
