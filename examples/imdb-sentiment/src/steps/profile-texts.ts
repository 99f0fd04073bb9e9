import { task } from "@imdb/flow";
import type { Profile } from "@imdb/monitor";
import { profileWindows } from "@imdb/monitor/node";
import type { StepKeys } from "../step-keys.js";
import { groupsOf, type Reviews } from "./reviews.js";
import { WORTH_A_THREAD } from "./worth-a-thread.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
}

/** Profiles the train texts on another thread. */
export const profileTrainTexts = task(
  { name: "profile train texts", cache: { key: ({ keys }: Input) => keys.load } },
  async ({ reviews }: Input, ctx): Promise<Profile> => {
    // No vectorizer is needed: it knows all words of its own train texts.
    const { texts } = reviews.train;
    const here = ctx.threads === 1 || texts.length < WORTH_A_THREAD;
    const window = { texts, groups: groupsOf(reviews.train) };
    const [profile] = await profileWindows([window], { threads: here ? 1 : 2, signal: ctx.signal });
    return profile!;
  },
);
