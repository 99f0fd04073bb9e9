import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { train } from "./program/model.js";
import { runNode, split } from "./program/node.js";

/** The only folder that can be written. */
const temporary = process.env["LAMBDA_TMP"]!;
let app: Promise<ReturnType<typeof createApp>> | undefined;

/** Answers `POST /v1/predict`; an event without a body runs the whole program. */
export async function handler(event: { body?: string }) {
  if (event.body === undefined) {
    const rows = Number(process.env["ROWS"]);
    return { statusCode: 200, body: JSON.stringify(await runNode({ folder: join(temporary, "out"), rows })) };
  }
  app ??= createFilmApp();
  const headers = { "content-type": "application/json" };
  const request = new Request("http://films/v1/predict", { method: "POST", headers, body: event.body });
  const answer = await (await app).fetch(request);
  return { statusCode: answer.status, body: await answer.text() };
}

async function createFilmApp() {
  await mkdir(temporary, { recursive: true });
  const bundle = join(temporary, "model");
  await saveBundle(await train(await split()), bundle);
  return createApp({ predictor: await loadModel(bundle) });
}
