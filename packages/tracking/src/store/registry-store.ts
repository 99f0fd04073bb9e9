import type { ModelVersion, RegisteredModel } from "../entities/model.js";

/** What a model version is made of. */
export interface NewModelVersion {
  readonly name: string;
  /** URI of the model's files: `models:/m-…` or the run's artifact URI. */
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Registered models, their versions, tags and aliases. */
export interface RegistryStore {
  /** @throws `TRACKED_NAME_TAKEN` */
  createRegisteredModel(
    name: string,
    options?: { readonly description?: string; readonly tags?: Readonly<Record<string, string>> },
  ): Promise<RegisteredModel>;
  /** @throws `REGISTERED_MODEL_NOT_FOUND` */
  getRegisteredModel(name: string): Promise<RegisteredModel>;
  /** In code point order of names. */
  listRegisteredModels(): Promise<readonly RegisteredModel[]>;
  describeRegisteredModel(name: string, description: string): Promise<void>;
  deleteRegisteredModel(name: string): Promise<void>;
  setRegisteredModelTag(name: string, key: string, value: string): Promise<void>;
  deleteRegisteredModelTag(name: string, key: string): Promise<void>;

  /**
   * A version of a registered model, which is made when there is none; `undefined` while a synced store waits for
   * its server. Left out where making the one and the other does.
   */
  registerVersion?(version: NewModelVersion): Promise<ModelVersion | undefined>;
  createModelVersion(version: NewModelVersion): Promise<ModelVersion>;
  /** @throws `REGISTERED_MODEL_NOT_FOUND` */
  getModelVersion(name: string, version: string): Promise<ModelVersion>;
  /** Newest first. */
  listModelVersions(name: string): Promise<readonly ModelVersion[]>;
  describeModelVersion(name: string, version: string, description: string): Promise<void>;
  deleteModelVersion(name: string, version: string): Promise<void>;
  setModelVersionTag(name: string, version: string, key: string, value: string): Promise<void>;
  deleteModelVersionTag(name: string, version: string, key: string): Promise<void>;

  setAlias(name: string, alias: string, version: string): Promise<void>;
  deleteAlias(name: string, alias: string): Promise<void>;
  /** @throws `REGISTERED_MODEL_NOT_FOUND` */
  getVersionByAlias(name: string, alias: string): Promise<ModelVersion>;
}
