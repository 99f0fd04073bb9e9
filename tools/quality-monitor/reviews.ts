import type { Example } from "@imdb/core";
import { readAclImdb } from "@imdb/data-pipeline";
import { requireTool } from "../../tools/optional/tools.mjs";

/** The labelled reviews of the archive, raw, with their movies as groups and their stars as `rating`. */
export async function readReviews(): Promise<{ train: Example[]; test: Example[] }> {
  const archive = requireTool("archive");
  const train: Example[] = [];
  const test: Example[] = [];
  for await (const example of readAclImdb(archive)) {
    if (example.label === undefined) continue;
    if (example.split === "train") train.push(example);
    if (example.split === "test") test.push(example);
  }
  return { train, test };
}
