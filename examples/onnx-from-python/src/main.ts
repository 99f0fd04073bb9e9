import { mkdir } from "node:fs/promises";
import { exportModel } from "./export.js";

await mkdir("outputs", { recursive: true });
const { file } = await exportModel("outputs");
console.log(`${file}; score with: echo '["A charming story."]' | python score.py ${file}`);
