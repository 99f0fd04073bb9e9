import { task } from "@imdb/flow";
import { type DriftReport, driftReport, type Profile } from "@imdb/monitor";
import type { StepKeys } from "../step-keys.js";

interface Input {
  readonly keys: StepKeys;
  readonly train: Profile;
  readonly test: Profile;
}

/** The drift between the profiles of the train texts and the test texts. */
export const watchDrift = task(
  { name: "drift", cache: { key: ({ keys }: Input) => keys.train } },
  async ({ train, test }: Input): Promise<DriftReport> => {
    const columns = train.columns.map(({ name }) => name);
    return driftReport({ reference: train, current: test, columns });
  },
);
