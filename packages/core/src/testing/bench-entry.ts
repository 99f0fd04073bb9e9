/**
 * One comparison of this library with a peer. `npm run bench` calls `ours` and `theirs` alternately, several times in one
 * run. The table shows medians and `theirs / ours`: above 1 this library is better.
 */
export interface BenchEntry {
  /** `package.what.variant`, for the option `--only`. */
  readonly id: string;
  /** The peer with its version: `"scikit-learn 1.9"`. */
  readonly peer: string;
  /** The unit of both numbers; lower is better: `"s"`, `"µs"`, `"MB"`, `"ms/task"`. */
  readonly unit: string;
  /** What must be installed: the Python or JavaScript peers, the archive of reviews. Without it the entry is reported as skipped. */
  readonly needs?: readonly ("python" | "javascript" | "archive")[];
  /** Does the work once and returns the measured number. Reading data and warming up are not part of it. */
  ours(): Promise<number>;
  /** The same work by the peer. */
  theirs(): Promise<number>;
}
