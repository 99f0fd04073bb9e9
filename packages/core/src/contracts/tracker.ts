/** A value of a parameter; it is stored as text, as in MLflow. */
export type ParamValue = string | number | boolean | null;

/**
 * The part of experiment tracking that a training function needs. `@imdb/tracking` implements it; a test may pass its own.
 */
export interface RunLogger {
  /** The id of the run that everything is recorded in. */
  readonly runId: string;
  /** Records parameters. A parameter that was recorded before keeps its value. */
  logParams(params: Readonly<Record<string, ParamValue>>): Promise<void>;
  /** Records one value of each metric at `step` (default 0). */
  logMetrics(metrics: Readonly<Record<string, number>>, at?: { readonly step?: number }): Promise<void>;
  /** Sets tags. They replace older tags of the same names. */
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
  /** Stores a text under a relative path in the artifacts of the run. */
  logText(text: string, path: string): Promise<void>;
  /** Stores a copy of a file or a folder under a relative path in the artifacts of the run. */
  logArtifact(localPath: string, path?: string): Promise<void>;
  /** Records a dataset that the run used. */
  logInput(dataset: DatasetInput): Promise<void>;
}

/** The record of a dataset in a run. */
export interface DatasetInput {
  /** Its name for people. */
  readonly name: string;
  /** Its version. */
  readonly digest: string;
  /** Its source: a path, an address, a description. */
  readonly source: string;
  /** Its use in the run: `train`, `test`. */
  readonly context: string;
  /** Counts to show with it: documents, labels. */
  readonly profile?: Readonly<Record<string, number>>;
}
