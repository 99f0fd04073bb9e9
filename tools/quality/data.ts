import { createPipeline, officialSplit, readAclImdb } from "@imdb/data-pipeline";

/** The official train and test reviews, cleaned and checked, each with its movie as group. */
export async function readTrainAndTest() {
  const path = process.env["IMDB_DATA"];
  if (!path) throw new Error("Set IMDB_DATA to the aclImdb archive.");
  const { train, test } = await createPipeline({ split: officialSplit() }).process(readAclImdb(path), {});
  return { train, test };
}

/** The train reviews alone. */
export async function readTrain() {
  return (await readTrainAndTest()).train;
}
