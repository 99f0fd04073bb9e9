import { mkdir, rm } from "node:fs/promises";
import { watchReviews } from "./watch-reviews.js";

await rm("outputs", { recursive: true, force: true });
await mkdir("outputs");
const { alerts, summary } = await watchReviews("outputs");
console.log(`${summary.windows} windows of an hour.`);
for (const { rule, severity, value, expected, windowStart } of alerts) {
  console.log(
    `${severity}: ${rule} is ${value?.toFixed(2)}, healthy is ${expected}; the hour from ${windowStart}.`,
  );
}
console.log("What has changed: outputs/drift.html");
