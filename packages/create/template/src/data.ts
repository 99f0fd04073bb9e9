import { createPipeline, groupedSplit, sourceFromConfig, stratifiedSplit } from "@imdb/data-pipeline";
import type { Config } from "./config.js";

/** Reads, checks, cleans and splits the data. Bad rows are quarantined; no text is in both parts. */
export async function loadData({ data, seed }: Config) {
  const { columns, positive_label: positive, test_size: testSize } = data;
  // Rows of one group (a product, an author) stay together: otherwise the test would be easier than production.
  const split = columns?.group ? groupedSplit({ testSize, seed }) : stratifiedSplit({ testSize, seed });
  const onLeak = { duplicates: "repair" } as const;
  const pipeline = createPipeline({ split, positive, onInvalid: "quarantine", onLeak });
  return pipeline.process(await sourceFromConfig({ data }));
}
