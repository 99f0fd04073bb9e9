import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import model from "../outputs/model.tar";

/** Loaded once an isolate, with the first request; the hashes in the bundle are verified then. */
let app: Promise<ReturnType<typeof createApp>> | undefined;

/** The whole service as a Web-standard handler, the model inside: nothing is fetched, nothing is Node's. */
export default {
  async fetch(request: Request): Promise<Response> {
    app ??= loadModel(model).then((predictor) => createApp({ predictor }));
    return (await app).fetch(request);
  },
};
