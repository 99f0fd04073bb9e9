import { readBundleFiles } from "@imdb/runtime/bundles";
import { loadModel } from "@imdb/serve/defaults";
import { ask, digestOf, predict } from "./program/model.js";
import { runSteps } from "./program/steps.js";

const predictor = await loadModel("model");
const steps = { predict: () => predict(predictor), HTTP: () => ask(predictor) };
const outcomes = [{ step: "load" }, ...(await runSteps(steps))];
console.log(`RESULT ${JSON.stringify({ digest: digestOf(await readBundleFiles("model")), outcomes })}`);
