import { readFile, writeFile } from "node:fs/promises";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { createPredictionLog, scoreFile, serveHttp } from "@imdb/serve/node";
import { digestOf, digestOfValue } from "./digest.mjs";
import { same } from "./same.mjs";

/** How many predictions are asked for at once. */
const AT_ONCE = 40;

/** The model of the main job on the texts that every runtime predicts. */
export async function predictor({ kept, texts, bundle }) {
  kept.predictor = await loadModel(bundle);
  kept.predictions = kept.predictor.predictBatch(texts);
  return digestOfValue(kept.predictions.map(({ label, probabilities }) => [label, probabilities]));
}

/** Over HTTP one after the other and many at once, each recorded in the prediction log. */
export async function http({ kept, texts, folder }) {
  const log = `${folder}/predictions.jsonl`;
  const predictionLog = await createPredictionLog({ path: log });
  const service = await serveHttp(createApp({ predictor: kept.predictor, predictionLog }), { port: 0 });
  const ask = async (text) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ text });
    const answer = await fetch(`${service.url}/v1/predict`, { method: "POST", headers, body });
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    return (await answer.json()).probabilities;
  };
  const probabilities = [];
  try {
    for (const text of texts) probabilities.push(await ask(text));
    const many = Array.from({ length: AT_ONCE }, (_, i) => texts[i % texts.length]);
    probabilities.push(...(await Promise.all(many.map(ask))));
  } finally {
    await service.close();
    await predictionLog.close();
  }
  probabilities.forEach((answer, i) => {
    const wanted = kept.predictions[i % texts.length].probabilities;
    same(`answer ${i}`, JSON.stringify(answer), JSON.stringify(wanted));
  });
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  same("predictions in the log", lines.length, texts.length + AT_ONCE);
  return digestOfValue(probabilities);
}

/** A file of 6,000 rows, on one thread and on two. */
export async function batch({ kept, texts, bundle, folder }) {
  const rows = Array.from({ length: 6_000 }, (_, i) => ({ id: `${i}`, text: texts[i % texts.length] }));
  const input = `${folder}/batch.jsonl`;
  await writeFile(input, `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  const scored = async (threads) => {
    const output = `${folder}/scored-${threads}.jsonl`;
    const model = { source: bundle };
    const options = { input, output, predictor: kept.predictor, model, threads, blockSize: 1 << 16 };
    same("rows scored", (await scoreFile(options)).rows, rows.length);
    return digestOf([["scored", await readFile(output)]]);
  };
  const here = await scored(1);
  same("the file of two threads", await scored(2), here);
  return here;
}
