/** A dataset a run used, as the store keeps it. */
export interface RunDataset {
  readonly name: string;
  /** Its version: MLflow takes at most 36 characters. */
  readonly digest: string;
  /** `local`, `http`, `code`: what `source` is. */
  readonly sourceType: string;
  /** JSON text of where it came from. */
  readonly source: string;
  /** JSON text of its columns. */
  readonly schema: string | undefined;
  /** JSON text of its statistics. */
  readonly profile: string | undefined;
  /** `mlflow.data.context` (what it was used for) and further tags of this use. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The tag of a dataset input that says what the run used it for. */
export const DATASET_CONTEXT_TAG = "mlflow.data.context";
