// A service over HTTP with a prediction log: an answer waits until its records are written.
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { createPredictionLog, serveHttp } from "@imdb/serve/node";
import { endsWhenAsked, input, say } from "./role.mjs";

const { model, log, port } = input;
const predictionLog = await createPredictionLog({
  path: log,
  acknowledge: "written",
  maxBytes: 200_000,
  maxFiles: 10_000,
});
const app = createApp({ predictor: await loadModel(model), predictionLog });
const service = await serveHttp(app, { port });
say({ ready: service.url });
endsWhenAsked(async () => {
  await service.close();
  await predictionLog.close();
});
