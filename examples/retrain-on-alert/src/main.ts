import { mkdir, rm } from "node:fs/promises";
import { runLoop } from "./loop.js";

await rm("outputs", { recursive: true, force: true });
await mkdir("outputs");
const { report, retrained, inService } = await runLoop("outputs", (alert) => console.log(`Alert: ${alert}`));
if (!retrained) console.log(`Accuracy ${report.accuracy.toFixed(2)}: nothing to do.`);
else {
  console.log(`The new model has accuracy ${retrained.metrics.accuracy.toFixed(2)}.`);
  for (const reason of retrained.decision.reasons) console.log(`Gate: ${reason}.`);
  console.log(`${retrained.promoted ? "Promoted" : "Not promoted"}; version ${inService} is in service.`);
}
