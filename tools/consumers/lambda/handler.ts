import { join } from "node:path";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";

const model = join(process.env["LAMBDA_TASK_ROOT"] ?? ".", "model");
const app = loadModel(model).then((predictor) => createApp({ predictor }));

export async function handler(event: { body: string }) {
  const headers = { "content-type": "application/json" };
  const request = new Request("http://lambda/v1/predict", { method: "POST", headers, body: event.body });
  const answer = await (await app).fetch(request);
  return { statusCode: answer.status, body: await answer.text() };
}
