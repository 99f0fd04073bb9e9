import { type App, createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";

let app: Promise<App> | undefined;

/** The app is made with the first request: `next build` also loads this file. */
export async function POST(request: Request): Promise<Response> {
  app ??= loadModel(process.env.MODEL ?? "model").then((predictor) => createApp({ predictor }));
  return (await app).fetch(request);
}
