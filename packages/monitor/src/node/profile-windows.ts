import { availableParallelism } from "node:os";
import { type Cleaning, type RunOptions, type TermCount, throwIfCancelled } from "@imdb/core";
import { checkOption, optionsOf, rule, runRules, withoutContext } from "@imdb/core/options";
import {
  checkWorkerScript,
  createWorkerPool,
  type WorkerScriptOption,
  workerScriptRules,
} from "@imdb/runtime/threads";
import { isListOf, nullableTextList } from "../checks/rules.js";
import { createProfile, type ProfileOptions } from "../profile/create-profile.js";
import { cleaningOfTexts, runnableCleaning, vectorizerOfCleaned } from "../profile/profile-cleaning.js";
import type { Profile } from "../profile/schema.js";
import { workerScript } from "../worker-script.js";

/** The texts of a window, and the options of {@link createProfile}. */
export interface TextWindow extends ProfileOptions {
  readonly texts: readonly (string | null)[];
}

/** Options of {@link profileWindows}. */
export interface ProfileWindowsOptions extends RunOptions, WorkerScriptOption {}

const windowsRun = optionsOf<ProfileWindowsOptions, keyof ProfileWindowsOptions>({
  ...runRules,
  ...workerScriptRules,
});

/** A window in a form that can be sent to a thread: its texts are cleaned. */
export interface ProfileJob extends Omit<TextWindow, "vectorizer" | "cleaning"> {
  /** How they were cleaned. */
  readonly cleaned?: Cleaning | undefined;
  /** The counts of the window's vectorizer for each different text. */
  readonly termCounts?: ReadonlyMap<string, TermCount>;
}

/**
 * Profiles several windows in parallel on worker threads, one window on each thread. The profiles equal those of
 * {@link createProfile}, byte for byte.
 *
 * @param run.threads  Default: the number of windows, at most the number of cores. With 1 the calling thread does the work.
 * @param run.workerScript  A copy or a bundle of `@imdb/monitor/worker`. Without a script, as in a bundle of one file,
 *                     the calling thread does the work, with a warning.
 * @returns The profiles, in the order of the windows.
 * @throws `INVALID_OPTION`, `UNEVEN_COLUMNS`, `CANCELLED`, `WORKER_FAILURE`, `INVALID_WORKER_SCRIPT`.
 * @example
 * const [reference, current] = await profileWindows([{ texts: ["a good film"] }, { texts: ["a bad film"] }]);
 * reference?.count; // => 1
 */
export async function profileWindows(
  windows: readonly TextWindow[],
  run: ProfileWindowsOptions = {},
): Promise<Profile[]> {
  checkOption("windows", windows, textWindows, "profileWindows");
  const { signal, onProgress, ...rest } = windowsRun.resolve(withoutContext(run), "profileWindows");
  const { threads = Math.max(1, Math.min(availableParallelism(), windows.length)), workerScript: given } =
    rest;
  const script = threads === 1 ? undefined : workerScript(given);
  await checkWorkerScript(script);
  throwIfCancelled(signal, "Profiling windows");
  let done = 0;
  const report = () =>
    onProgress?.({ stage: "profiling", done: ++done, total: windows.length, unit: "windows" });
  if (!script) {
    return windows.map(({ texts, ...options }) => {
      throwIfCancelled(signal, "Profiling windows");
      const profile = createProfile(texts, options);
      report();
      return profile;
    });
  }
  const pool = createWorkerPool<ProfileJob, Profile>(script, threads);
  try {
    return await Promise.all(
      windows.map(async (window) => {
        const profile = await pool.run(jobOf(window), { signal });
        report();
        return profile;
      }),
    );
  } finally {
    await pool.close();
  }
}

const textWindows = rule<readonly TextWindow[]>("a list of windows, each with a list of texts", (value) =>
  isListOf(value, (window) => nullableTextList.accepts(Object(window).texts)),
);

/** The job of a window. A vectorizer has functions, which cannot be sent to a thread, so its counts are sent. */
function jobOf({ vectorizer: given, cleaning: steps, texts: all, ...rest }: TextWindow): ProfileJob {
  if (steps !== undefined) checkOption("cleaning", steps, runnableCleaning, "profileWindows");
  const { cleaning, clean } = cleaningOfTexts(all, steps, "profileWindows");
  const texts = clean ? all.map((text) => (text === null ? null : clean(text))) : all;
  const job = { ...rest, texts, ...(cleaning && { cleaned: cleaning }) };
  const vectorizer = vectorizerOfCleaned(given, cleaning);
  if (!vectorizer?.countTerms) return job;
  const different = new Set(texts.filter((text) => text !== null));
  return { ...job, termCounts: new Map([...different].map((text) => [text, vectorizer.countTerms!(text)])) };
}
