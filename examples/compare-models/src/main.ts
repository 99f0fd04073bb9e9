import { compareModels } from "./compare.js";

const { items } = await compareModels("mlruns", "comparison.html");
for (const { info, metrics } of items) {
  console.log(`${info.runName.padEnd(26)} accuracy ${metrics["accuracy"]?.toFixed(3)}`);
}
console.log("Side by side: comparison.html. All runs: mlruns/, which `mlflow ui` shows too.");
