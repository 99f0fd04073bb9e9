import { availableParallelism } from "node:os";
import { type RunOptions, type TermCount, throwIfCancelled } from "@imdb/core";
import { builtFile, createWorkerPool } from "@imdb/runtime/threads";
import { createProfile, type ProfileOptions } from "../profile/create-profile.js";
import type { Profile } from "../profile/schema.js";

/** Texts, and what {@link createProfile} takes beside them. */
export interface TextWindow extends ProfileOptions {
  readonly texts: readonly (string | null)[];
}

/** A window as it crosses to a thread. */
export interface ProfileJob extends Omit<TextWindow, "vectorizer"> {
  /** What the window's vectorizer counts in each different text. */
  readonly termCounts?: ReadonlyMap<string, TermCount>;
}

/**
 * Profiles several windows at once on worker threads, a window a thread, while the calling thread is free. Each
 * profile is the same, byte for byte, as {@link createProfile} makes.
 *
 * @param run.threads  Default: one a window, as many as there are cores. 1 works in the calling thread.
 * @returns Profiles in the order of the windows.
 * @throws What {@link createProfile} throws, `INVALID_OPTION`, `CANCELLED`, `WORKER_FAILURE`.
 * @example
 * const [reference, current] = await profileWindows([{ texts: ["a good film"] }, { texts: ["a bad film"] }]);
 * reference?.count; // => 1
 */
export async function profileWindows(
  windows: readonly TextWindow[],
  run: RunOptions = {},
): Promise<Profile[]> {
  const { signal, onProgress, threads = Math.max(1, Math.min(availableParallelism(), windows.length)) } = run;
  throwIfCancelled(signal, "Profiling windows");
  let done = 0;
  const report = () =>
    onProgress?.({ stage: "profiling", done: ++done, total: windows.length, unit: "windows" });
  if (threads === 1) {
    return windows.map(({ texts, ...options }) => {
      throwIfCancelled(signal, "Profiling windows");
      const profile = createProfile(texts, options);
      report();
      return profile;
    });
  }
  const pool = createWorkerPool<ProfileJob, Profile>(
    builtFile(import.meta.url, "node/profile-worker.js"),
    threads,
  );
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

/** What crosses to a thread: of a vectorizer what it counts, since its functions cannot cross. */
function jobOf({ vectorizer, ...rest }: TextWindow): ProfileJob {
  if (!vectorizer?.countTerms) return rest;
  const texts = new Set(rest.texts.filter((text) => text !== null));
  return { ...rest, termCounts: new Map([...texts].map((text) => [text, vectorizer.countTerms!(text)])) };
}
