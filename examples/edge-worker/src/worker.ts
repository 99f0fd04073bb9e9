import { createApp, loadTextClassifier } from "@imdb/text-classifier";
import model from "../outputs/model.tar";

/** Loaded once per isolate, with the first request. The hashes in the bundle are verified then. */
let app: Promise<ReturnType<typeof createApp>> | undefined;

/** The complete service as a Web-standard handler. It contains the model, fetches nothing and needs no Node API. */
export default {
  async fetch(request: Request): Promise<Response> {
    app ??= loadTextClassifier(model).then((predictor) => createApp({ predictor }));
    return (await app).fetch(request);
  },
};
