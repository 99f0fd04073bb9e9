import { optionsOf, recordOf, rule, text } from "@imdb/core/options";
import type { ModelVersion, RegisteredModel } from "../entities/model.js";

/** The description and tags of a new registered model. */
export interface NewRegisteredModel {
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

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

// The texts in tags and descriptions are checked by the stores, which name the key of a wrong one.
const tags = recordOf(rule<string>("a text", () => true));
const anything = rule<string>("a text", () => true);

/** The schema of {@link NewRegisteredModel}. */
export const newRegisteredModelOptions = optionsOf<NewRegisteredModel>({
  description: ["", anything],
  tags: [{}, tags],
});

/** The schema of {@link NewModelVersion}. */
export const newModelVersionOptions = optionsOf<NewModelVersion>({
  name: text,
  source: text,
  runId: ["", text],
  modelId: ["", text],
  description: ["", anything],
  tags: [{}, tags],
});

/** Registered models, their versions, tags and aliases. */
export interface RegistryStore {
  /** @throws `TRACKED_NAME_TAKEN` */
  createRegisteredModel(name: string, options?: NewRegisteredModel): Promise<RegisteredModel>;
  /** @throws `REGISTERED_MODEL_NOT_FOUND` */
  getRegisteredModel(name: string): Promise<RegisteredModel>;
  /** In code point order of names. */
  listRegisteredModels(): Promise<readonly RegisteredModel[]>;
  describeRegisteredModel(name: string, description: string): Promise<void>;
  deleteRegisteredModel(name: string): Promise<void>;
  setRegisteredModelTag(name: string, key: string, value: string): Promise<void>;
  deleteRegisteredModelTag(name: string, key: string): Promise<void>;

  /**
   * Creates a version of a registered model, and the model when it is missing. Returns `undefined` while a synced store
   * waits for its server. Other stores leave this method out: `createRegisteredModel` and `createModelVersion` do it.
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
