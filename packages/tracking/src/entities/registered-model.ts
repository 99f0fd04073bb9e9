/** A name under which versions of a model are kept. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Alias to version number. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** One version of a registered model. */
export interface ModelVersion {
  readonly name: string;
  /** A whole number from 1, as text, as MLflow has it. */
  readonly version: string;
  readonly description: string;
  /** URI of the model's files. */
  readonly source: string;
  /** The run that made it; empty when none is known. */
  readonly runId: string;
  /** The logged model it was made of; empty when none is known. */
  readonly modelId: string;
  readonly status: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
}
