import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { createPredictionLog, serveHttp } from "@imdb/serve/node";
import { trainModel } from "@imdb-examples/quickstart";

/** Trains the quick start's model and puts it behind HTTP, with a key and a log of its predictions. */
export async function startService(options: { folder: string; port: number; apiKey: string }) {
  const { folder, port, apiKey } = options;
  await trainModel(`${folder}/model`);
  const predictor = await loadModel(`${folder}/model`, { labels: ["neg", "pos"] });
  const predictionLog = await createPredictionLog({ path: `${folder}/predictions.jsonl` });
  const app = createApp({ predictor, predictionLog, apiKeys: [apiKey] });
  const service = await serveHttp(app, { port });
  return {
    url: service.url,
    /** Ends when every request that has begun is answered and every prediction is on disk. */
    async close() {
      await service.close();
      await predictionLog.close();
    },
  };
}
