import type { Progress, RunOptions } from "../contracts/run-options.js";
import { callback, having, integer, type OptionalRule, optional, seed } from "./rule.js";

/** The rules of `RunOptions`, for a schema of options that has them too. */
export const runRules: {
  readonly signal: OptionalRule<AbortSignal>;
  readonly onProgress: OptionalRule<(progress: Progress) => void>;
  readonly threads: OptionalRule<number>;
  readonly seed: OptionalRule<number>;
} = {
  signal: optional(having<AbortSignal>("an AbortSignal", "addEventListener")),
  onProgress: optional(callback<NonNullable<RunOptions["onProgress"]>>()),
  threads: optional(integer(1, 1024)),
  seed: optional(seed),
};
