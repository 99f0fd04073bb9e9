import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import model from "../model.tar";

let app;

/** The main job's model as a Cloudflare Worker, loaded with the first request. */
export default {
  async fetch(request) {
    app ??= loadModel(model).then((predictor) => createApp({ predictor }));
    return (await app).fetch(request);
  },
};
