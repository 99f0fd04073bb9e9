import { loadModel } from "@imdb/serve/defaults";

/** `public/model.tar` is served beside the page. */
export async function labelOf(text: string): Promise<string> {
  const predictor = await loadModel("model.tar");
  return predictor.predict(text).label;
}
