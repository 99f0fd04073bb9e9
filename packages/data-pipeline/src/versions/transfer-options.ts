import type { RunOptions } from "@imdb/core";
import { having, integer, type OptionRule, optionsOf, rule, runRules } from "@imdb/core/options";
import type { ObjectStore } from "@imdb/runtime/objects";

/** How a version is pushed or pulled. `signal` and `onProgress` as everywhere. */
export interface TransferOptions extends Pick<RunOptions, "signal" | "onProgress"> {
  /** Objects that are sent or received at the same time. Default 4. */
  readonly concurrency?: number;
  /** Attempts after the first, without a byte received in between, for each object. Default 3. */
  readonly retries?: number;
}

/** @see {@link TransferOptions} */
export const transferOptions = optionsOf<TransferOptions, "signal" | "onProgress">({
  concurrency: [4, integer(1)],
  retries: [3, integer(0)],
  signal: runRules.signal,
  onProgress: runRules.onProgress,
});

/** Options of a transfer with all defaults filled in. */
export type Transfer = ReturnType<typeof transferOptions.resolve>;

/** The rule of a remote. */
export const remoteRule: OptionRule<ObjectStore> = having<ObjectStore>(
  "a remote, such as folderObjects(path), s3Objects({ … }) or httpObjects({ … })",
  "read",
);

/** The rule of a version. */
export const versionRule: OptionRule<string> = rule(
  "the hash of a version: sha256: and 64 hexadecimal digits",
  (value) => typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value),
);
