import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { trainOnCsv } from "./train-tickets.js";

const file = fileURLToPath(new URL("../tickets.csv", import.meta.url));
await mkdir("reports", { recursive: true });
const csv = { file, id: "ticket", text: "message", label: "queue" };
const { data, evaluation } = await trainOnCsv(csv, "reports");

console.log(`${data.train.examples.length} rows to learn from, ${data.quarantined.length} set aside.`);
for (const { label, precision, recall, support } of evaluation.perClass) {
  console.log(
    `${label.padEnd(10)} precision ${precision.toFixed(2)}  recall ${recall.toFixed(2)}  ${support} rows`,
  );
}
console.log(`Accuracy ${evaluation.accuracy.toFixed(3)}. Pages: reports/data.html, reports/evaluation.html.`);
