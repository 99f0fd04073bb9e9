import { createPipeline, defaultCleaning, groupedSplit, officialSplit } from "@imdb/data-pipeline";
import { task } from "@imdb/flow";
import type { RawData } from "../find-data.js";
import type { Settings } from "../settings.js";
import type { StepKeys } from "../step-keys.js";
import { type Reviews, reviewsOf } from "./reviews.js";

interface Input {
  readonly keys: StepKeys;
  readonly data: RawData;
  readonly settings: Settings;
}

/** Reads, cleans and checks the data. The archive has its own split; the included sentences are split at random. */
export const loadData = task(
  { name: "load and check data", cache: { key: ({ keys }: Input) => keys.load } },
  async ({ data, settings }: Input, ctx): Promise<Reviews> => {
    const split =
      data.kind === "imdb"
        ? officialSplit()
        : groupedSplit({ testSize: settings.data.test_size, seed: settings.seed });
    return reviewsOf(
      await createPipeline({ cleaning: defaultCleaning(), split, positive: "pos" }).process(
        data.read(ctx),
        ctx,
      ),
    );
  },
);
