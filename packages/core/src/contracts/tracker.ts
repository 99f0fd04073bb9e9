/** A value MLflow keeps as a parameter: written as text. */
export type ParamValue = string | number | boolean | null;

/**
 * What a training function needs of experiment tracking, and no more: `@imdb/tracking` implements it, a test
 * may pass its own.
 */
export interface RunLogger {
  readonly runId: string;
  logParams(params: Readonly<Record<string, ParamValue>>): Promise<void>;
  logMetrics(metrics: Readonly<Record<string, number>>, at?: { readonly step?: number }): Promise<void>;
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
  /** Keeps a text under a relative path in the run's artifacts. */
  logText(text: string, path: string): Promise<void>;
  /** Keeps a copy of a file or a folder under a relative path in the run's artifacts. */
  logArtifact(localPath: string, path?: string): Promise<void>;
  /** Records which data the run used. */
  logInput(dataset: DatasetInput): Promise<void>;
}

/** A dataset as a run records it. */
export interface DatasetInput {
  readonly name: string;
  /** The dataset's version. */
  readonly digest: string;
  readonly source: string;
  /** What the run used it for: `train`, `test`. */
  readonly context: string;
  readonly profile?: Readonly<Record<string, number>>;
}
