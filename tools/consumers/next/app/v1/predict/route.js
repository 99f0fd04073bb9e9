import { bundleToTar } from "@imdb/core";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { train } from "../../../program/model.js";
import { split } from "../../../program/node.js";

let app;

async function createFilmApp() {
  const predictor = await loadModel(bundleToTar(await train(await split())));
  return createApp({ predictor });
}

export async function POST(request) {
  app ??= createFilmApp();
  return (await app).fetch(request);
}
