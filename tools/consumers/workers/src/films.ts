import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import model from "../model.tar";

let app: Promise<ReturnType<typeof createApp>> | undefined;

export default {
  async fetch(request: Request): Promise<Response> {
    app ??= loadModel(new Uint8Array(model)).then((predictor) => createApp({ predictor }));
    return (await app).fetch(request);
  },
};
