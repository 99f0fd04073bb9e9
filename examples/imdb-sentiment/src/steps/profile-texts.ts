import { createWorkerPool } from "@imdb/core/node";
import { task } from "@imdb/flow";
import { createProfile, type Profile } from "@imdb/monitor";
import type { StepKeys } from "../step-keys.js";
import type { Reviews } from "./reviews.js";
import { WORTH_A_THREAD } from "./worth-a-thread.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
}

/** Beside the built `main.js`. */
const THREAD = new URL("./profile-thread.js", import.meta.url);

/** What the train texts are like, read on another thread while this one is busy. */
export const profileTrainTexts = task(
  { name: "profile train texts", cache: { key: ({ keys }: Input) => keys.load } },
  async ({ reviews }: Input, ctx): Promise<Profile> => {
    // Without a vectorizer: the words of its own train texts are all known to it.
    const { texts } = reviews.train;
    if (ctx.threads === 1 || texts.length < WORTH_A_THREAD) return createProfile(texts);
    const pool = createWorkerPool<readonly string[], Profile>(THREAD, 1);
    try {
      return await pool.run(texts, { signal: ctx.signal });
    } finally {
      await pool.close();
    }
  },
);
