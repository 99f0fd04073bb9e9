import { basename, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { aliasesOfVersion, type ModelVersion, type RegisteredModel } from "../entities/model.js";
import {
  assertAlias,
  assertKey,
  assertModelName,
  assertTags,
  assertText,
  LIMITS,
} from "../entities/names.js";
import { AlreadyExists, RegisteredModelNotFound, TagNotFound } from "../errors.js";
import {
  createdNow,
  modelVersionRecord,
  modelVersionSchema,
  registeredModelRecord,
} from "../mlflow/records.js";
import {
  type NewModelVersion,
  type NewRegisteredModel,
  newModelVersionOptions,
  newRegisteredModelOptions,
  type RegistryStore,
} from "../store/registry-store.js";
import { damaged, orDamaged } from "./damage.js";
import { keyFiles } from "./key-files.js";
import { folderNames, hasMeta, isFolder, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import { createFolder, removeFolder, type StoreFolder } from "./store-folder.js";
import { whileLocked } from "./update-lock.js";

/** The model registry of a local store, in `models/<name>/{meta.yaml,tags,aliases,version-<n>}`. */
export function fileRegistry(store: StoreFolder): RegistryStore {
  return { ...modelMethods(store), ...versionMethods(store), ...aliasMethods(store) };
}

function modelMethods(store: StoreFolder) {
  return {
    createRegisteredModel: async (name, options = {}) => createModel(store, name, options),
    getRegisteredModel: async (name) => readModel(store, folderOf(store, name)),
    async listRegisteredModels() {
      const parent = join(store.root, LAYOUT.models);
      return folderNames(parent)
        .filter((name) => !name.startsWith(".") && hasMeta(join(parent, name)))
        .sort(byCodePoint)
        .flatMap((name) => orDamaged(store.warn, () => readModel(store, join(parent, name))) ?? []);
    },
    async describeRegisteredModel(name, description) {
      assertDescription("model", description);
      await whileModelLocked(store, name, (locked) =>
        rewriteModel(locked, folderOf(locked, name), { description }),
      );
    },
    async deleteRegisteredModel(name) {
      await whileModelLocked(store, name, (locked) => removeFolder(locked, folderOf(locked, name)));
    },
    setRegisteredModelTag: async (name, key, value) => setTag(store, folderOf(store, name), name, key, value),
    deleteRegisteredModelTag: async (name, key) => deleteTag(store, folderOf(store, name), name, key),
  } satisfies Partial<RegistryStore>;
}

function versionMethods(store: StoreFolder) {
  const versionId = (name: string, version: string) => `${name}/${version}`;
  return {
    async createModelVersion(given) {
      const version = newModelVersionOptions.resolve(given, "createModelVersion");
      return whileModelLocked(store, version.name, (locked) => createVersion(locked, version));
    },
    getModelVersion: async (name, version) =>
      readVersion(store, folderOf(store, name, version), name, aliasesOf(store, name).read()),
    async listModelVersions(name) {
      const path = folderOf(store, name);
      const versions = aliasesOf(store, name).read();
      return folderNames(path, store.warn)
        .filter((entry) => /^version-[1-9]\d*$/.test(entry) && hasMeta(join(path, entry)))
        .flatMap(
          (entry) => orDamaged(store.warn, () => readVersion(store, join(path, entry), name, versions)) ?? [],
        )
        .sort((a, b) => Number(b.version) - Number(a.version));
    },
    async describeModelVersion(name, version, description) {
      assertDescription("model version", description);
      await whileModelLocked(store, name, (locked) => {
        const path = folderOf(locked, name, version);
        const next = { ...readVersion(locked, path, name, {}), description, lastUpdateTime: Date.now() };
        locked.files.replace(join(path, LAYOUT.meta), versionYaml(next), path);
      });
    },
    async deleteModelVersion(name, version) {
      await whileModelLocked(store, name, (locked) => {
        const path = folderOf(locked, name, version);
        const aliases = aliasesOf(locked, name);
        for (const [alias, of] of Object.entries(aliases.read()))
          if (of.trim() === version) aliases.remove(alias);
        removeFolder(locked, path);
      });
    },
    setModelVersionTag: async (name, version, key, value) =>
      setTag(store, folderOf(store, name, version), versionId(name, version), key, value),
    deleteModelVersionTag: async (name, version, key) =>
      deleteTag(store, folderOf(store, name, version), versionId(name, version), key),
  } satisfies Partial<RegistryStore>;
}

function aliasMethods(store: StoreFolder) {
  return {
    async setAlias(name, alias, version) {
      assertAlias(alias);
      await whileModelLocked(store, name, (locked) => {
        folderOf(locked, name, version);
        aliasesOf(locked, name).set(alias, version);
      });
    },
    async deleteAlias(name, alias) {
      assertAlias(alias);
      aliasesOf(store, name).remove(alias);
    },
    async getVersionByAlias(name, alias) {
      assertAlias(alias);
      const versions = aliasesOf(store, name).read();
      const version = versions[alias]?.trim();
      if (version === undefined) throw RegisteredModelNotFound.create({ name, alias });
      return readVersion(store, folderOf(store, name, version), name, versions);
    },
  } satisfies Partial<RegistryStore>;
}

/** Does a change while no other process changes the same model, its versions or its aliases. */
function whileModelLocked<T>(
  store: StoreFolder,
  name: string,
  change: (locked: StoreFolder) => T,
): Promise<T> {
  assertModelName(name);
  return whileLocked(store, `model ${name}`, change);
}

/** The folder of a model, or of a version of it. @throws `REGISTERED_MODEL_NOT_FOUND` */
function folderOf({ root }: StoreFolder, name: string, version?: string): string {
  assertModelName(name);
  const path = join(root, LAYOUT.models, name);
  if (!isFolder(join(root, LAYOUT.models)) || !hasMeta(path)) throw RegisteredModelNotFound.create({ name });
  if (version === undefined) return path;
  const versionPath = join(path, `version-${version}`);
  if (!/^[1-9]\d{0,9}$/.test(version) || !hasMeta(versionPath))
    throw RegisteredModelNotFound.create({ name, version });
  return versionPath;
}

function tagsOf({ files }: StoreFolder, path: string, id: string) {
  return keyFiles(files, path, LAYOUT.tags, id);
}

/** The aliases of a model: one file each, with the version's number in it. */
function aliasesOf(store: StoreFolder, name: string) {
  return keyFiles(store.files, folderOf(store, name), LAYOUT.aliases, name);
}

function setTag(store: StoreFolder, path: string, id: string, key: string, value: string): void {
  assertTags({ [key]: value }, LIMITS.registryTagValue);
  tagsOf(store, path, id).set(key, value);
}

function deleteTag(store: StoreFolder, path: string, id: string, key: string): void {
  assertKey("tag", key);
  if (!tagsOf(store, path, id).remove(key)) throw TagNotFound.create({ id, key });
}

function createModel(store: StoreFolder, name: string, options: NewRegisteredModel): RegisteredModel {
  const { description, tags } = newRegisteredModelOptions.resolve(options, "createRegisteredModel");
  assertModelName(name);
  assertTags(tags, LIMITS.registryTagValue);
  assertDescription("model", description);
  const model = { name, description, ...createdNow(), tags, aliases: {} };
  const meta = metaYaml(registeredModelRecord.write(model));
  const path = join(store.root, LAYOUT.models, name);
  const folders = [LAYOUT.tags, LAYOUT.aliases];
  if (hasMeta(path) || !createFolder(store, path, { meta, folders, tags })) {
    throw AlreadyExists.create({ what: "registered model", name });
  }
  return model;
}

function createVersion(store: StoreFolder, { tags, ...about }: Required<NewModelVersion>): ModelVersion {
  const path = folderOf(store, about.name);
  assertTags(tags, LIMITS.registryTagValue);
  assertDescription("model version", about.description);
  for (let number = nextVersion(path); ; number++) {
    const version = { ...about, version: String(number), status: "READY", ...createdNow() };
    const content = { meta: versionYaml(version), folders: [LAYOUT.tags], tags };
    if (!createFolder(store, join(path, `version-${number}`), content)) continue;
    rewriteModel(store, path, {});
    return { ...version, tags, aliases: [] };
  }
}

/** The number of a deleted version is not used again while a later version is there. */
function nextVersion(path: string): number {
  const numbers = folderNames(path).map((name) => Number(/^version-(\d+)$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

function readModel(store: StoreFolder, path: string): RegisteredModel {
  const metaPath = join(path, LAYOUT.meta);
  const model = readMetaYaml(metaPath, registeredModelRecord.schema);
  if (model.name !== basename(path)) throw damaged(metaPath, `it names model ${model.name}`);
  const aliases = keyFiles(store.files, path, LAYOUT.aliases, model.name).read();
  return { ...model, tags: tagsOf(store, path, model.name).read(), aliases };
}

/** @param versions  The number of the version that each alias of the model names. */
function readVersion(
  store: StoreFolder,
  path: string,
  name: string,
  versions: Readonly<Record<string, string>>,
): ModelVersion {
  const metaPath = join(path, LAYOUT.meta);
  const version = readMetaYaml(metaPath, modelVersionSchema);
  if (`version-${version.version}` !== basename(path))
    throw damaged(metaPath, `it names version ${version.version}`);
  const aliases = aliasesOfVersion(version.version, versions);
  return { ...version, name, tags: tagsOf(store, path, name).read(), aliases };
}

function rewriteModel(store: StoreFolder, path: string, change: Partial<RegisteredModel>): void {
  const next = { ...readModel(store, path), ...change, lastUpdateTime: Date.now() };
  store.files.replace(join(path, LAYOUT.meta), metaYaml(registeredModelRecord.write(next)), path);
}

function assertDescription(what: string, description: string): void {
  assertText(what, "description", description, LIMITS.registryTagValue);
}

/** The `meta.yaml` of a version, with every field that MLflow's own store writes. */
function versionYaml(version: Omit<ModelVersion, "tags" | "aliases">): string {
  return metaYaml({
    ...modelVersionRecord.write(version),
    version: Number(version.version),
    storage_location: version.source,
    run_link: "",
    status_message: "",
    current_stage: "None",
    user_id: "",
  });
}
