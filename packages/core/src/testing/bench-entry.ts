/**
 * One comparison of ours with a peer's, as `npm run bench` runs it: `ours` and `theirs` in turn, several
 * times, in one run. The table shows medians and `theirs / ours`, so above 1 ours is better.
 */
export interface BenchEntry {
  /** `package.what.variant`, as `--only` takes it. */
  readonly id: string;
  /** Who is compared with, with the version: `"scikit-learn 1.9"`. */
  readonly peer: string;
  /** What both numbers count; less is better: `"s"`, `"µs"`, `"MB"`, `"ms/task"`. */
  readonly unit: string;
  /** What must be there, else the entry is skipped aloud: the Python or JavaScript peers, the real archive. */
  readonly needs?: readonly ("python" | "javascript" | "archive")[];
  /** Does the work once and gives its figure. Reading data and warming up stay outside of it. */
  ours(): Promise<number>;
  /** The same work by the peer. */
  theirs(): Promise<number>;
}
