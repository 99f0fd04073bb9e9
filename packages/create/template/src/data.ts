import {
  createPipeline,
  defaultCleaning,
  groupedSplit,
  sourceFromConfig,
  stratifiedSplit,
} from "@imdb/data-pipeline";
import type { Config } from "./config.js";

/** The cleaning steps of a text, in training and in production. */
export const cleaning = defaultCleaning();

/** Reads, checks, cleans and splits the data. Bad rows are quarantined; no text is in both parts. */
export async function loadData(config: Config) {
  const { data, seed } = config;
  const { columns, positive_label: positive, test_size: testSize } = data;
  // Rows of one group (a product, an author) stay together: otherwise the test would be easier than production.
  const split = columns?.group ? groupedSplit({ testSize, seed }) : stratifiedSplit({ testSize, seed });
  const onLeak = { duplicates: "repair" } as const;
  const pipeline = createPipeline({ cleaning, split, positive, onInvalid: "quarantine", onLeak });
  return pipeline.process(await dataSource(config));
}

/** The source of the rows: the file, and how it is read. */
export function dataSource({ data }: Config) {
  return sourceFromConfig({ data });
}
