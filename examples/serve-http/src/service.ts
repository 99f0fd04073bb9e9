import { createPredictionLog } from "@imdb/serve/node";
import { createApp, loadTextClassifier, serveHttp } from "@imdb/text-classifier";
import { trainModel } from "@imdb-examples/quickstart";

/** Trains the model of the quick start and serves it over HTTP, with an API key and a prediction log. */
export async function startService(options: { folder: string; port: number; apiKey: string }) {
  const { folder, port, apiKey } = options;
  await trainModel(`${folder}/model`);
  const predictor = await loadTextClassifier(`${folder}/model`, { labels: ["neg", "pos"] });
  const predictionLog = await createPredictionLog({ path: `${folder}/predictions.jsonl` });
  const app = createApp({ predictor, predictionLog, apiKeys: [apiKey] });
  const service = await serveHttp(app, { port });
  return {
    url: service.url,
    /** Resolves when all running requests are answered and all predictions are on disk. */
    async close() {
      await service.close();
      await predictionLog.close();
    },
  };
}
