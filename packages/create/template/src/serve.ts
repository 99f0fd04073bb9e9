import { createLogger, createPredictionLog, watchModel } from "@imdb/serve/node";
import { createApp, loadTextClassifier, serveHttp } from "@imdb/text-classifier";

const path = "models/current";
const predictor = await loadTextClassifier(path);
const predictionLog = await createPredictionLog({ path: "logs/predictions.jsonl" });
const app = createApp({ predictor, logger: createLogger(), predictionLog });
const hostname = process.env["HOST"] ?? "127.0.0.1";
const service = await serveHttp(app, { hostname, port: Number(process.env["PORT"] ?? 8080) });
// A newly trained model is deployed without a restart.
const watched = watchModel(app, { path, load: (folder) => loadTextClassifier(folder) });
console.log(`Listening on ${service.url}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    watched.stop();
    await service.close();
    await predictionLog.close();
  });
}
