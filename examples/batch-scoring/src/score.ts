import { scoreFile } from "@imdb/serve/node";
import { REVIEWS, trainModel } from "@imdb-examples/quickstart";

/** Scores a file on two threads. A run that was killed continues when it is started again, with the same output, byte for byte. */
export async function score(folder: string, input = REVIEWS, threads = 2) {
  const { model } = await trainModel(`${folder}/model`);
  return scoreFile({
    input,
    output: `${folder}/scored.csv`,
    predictor: model,
    model: { source: `${folder}/model` },
    keep: input === REVIEWS ? ["film"] : [],
    threads,
  });
}
