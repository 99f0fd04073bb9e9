/** A value MLflow keeps as a parameter: written as text. */
export type ParamValue = string | number | boolean | null;

/**
 * What a training function needs of experiment tracking, and no more: `@imdb/tracking` implements it, a test
 * may pass its own.
 */
export interface RunLogger {
  /** The run that everything goes to. */
  readonly runId: string;
  /** Records parameters; one that was recorded before keeps its value. */
  logParams(params: Readonly<Record<string, ParamValue>>): Promise<void>;
  /** Records measurements, as one point of each metric's course at `step` (default 0). */
  logMetrics(metrics: Readonly<Record<string, number>>, at?: { readonly step?: number }): Promise<void>;
  /** Sets tags, over older ones of the same names. */
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
  /** As people call it. */
  readonly name: string;
  /** The dataset's version. */
  readonly digest: string;
  /** Where it came from: a path, an address, a description. */
  readonly source: string;
  /** What the run used it for: `train`, `test`. */
  readonly context: string;
  /** Counts worth showing beside it: documents, labels. */
  readonly profile?: Readonly<Record<string, number>>;
}
