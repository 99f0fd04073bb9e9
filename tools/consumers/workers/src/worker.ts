import { bundleToTar, createSplit } from "@imdb/core";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { train } from "../program/model.js";
import { runWeb } from "../program/web.js";
import plain from "../split.json";

const parts = {
  version: plain.version,
  train: createSplit("train", plain.train.examples, plain.train.version),
  test: createSplit("test", plain.test.examples, plain.test.version),
};
let app: Promise<ReturnType<typeof createApp>> | undefined;

async function createFilmApp() {
  const predictor = await loadModel(bundleToTar(await train(parts)));
  return createApp({ predictor });
}

export default {
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === "/program") return Response.json(await runWeb(plain));
    app ??= createFilmApp();
    return (await app).fetch(request);
  },
};
