import { createPipeline, officialSplit, readAclImdb } from "@imdb/data-pipeline";
import { requireTool } from "../../tools/optional/tools.mjs";

/** The official train and test reviews, cleaned and checked, each with its movie as group. */
export async function readTrainAndTest() {
  const path = requireTool("archive");
  const { train, test } = await createPipeline({ split: officialSplit() }).process(readAclImdb(path), {});
  return { train, test };
}

/** The train reviews alone. */
export async function readTrain() {
  return (await readTrainAndTest()).train;
}
