import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import type { ModelVersion, RegisteredModel } from "../entities/model.js";
import {
  assertAlias,
  assertKey,
  assertModelName,
  assertTags,
  assertText,
  LIMITS,
} from "../entities/names.js";
import { AlreadyExists, RegisteredModelNotFound, TagNotFound } from "../errors.js";
import { modelVersionRecord, modelVersionSchema, registeredModelRecord } from "../mlflow/records.js";
import type { RegistryStore } from "../store/registry-store.js";
import { keyFiles } from "./key-files.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
import { metaYaml, readMetaYaml } from "./meta-yaml.js";
import type { PlaceFolder } from "./place-folder.js";
import type { SmallFiles } from "./small-file.js";

/** The model registry in a local store: `models/<name>/{meta.yaml,tags,aliases,version-<n>}`. */
export function fileRegistry(root: string, files: SmallFiles, place: PlaceFolder): RegistryStore {
  const home = join(root, LAYOUT.models);

  /** The folder of a model, or of a version of it. */
  function folder(name: string, version?: string): string {
    assertModelName(name);
    const path = join(home, name);
    if (!hasMeta(path)) throw RegisteredModelNotFound.create({ name });
    if (version === undefined) return path;
    const below = join(path, `version-${version}`);
    if (!/^[1-9]\d{0,9}$/.test(version) || !hasMeta(below))
      throw RegisteredModelNotFound.create({ name, version });
    return below;
  }

  const tagsIn = (path: string, id: string) => keyFiles(files, path, LAYOUT.tags, id);
  const aliasesOf = (name: string) => keyFiles(files, folder(name), LAYOUT.aliases, name);

  function read(path: string): RegisteredModel {
    const model = readMetaYaml(join(path, LAYOUT.meta), registeredModelRecord.schema);
    const aliases = keyFiles(files, path, LAYOUT.aliases, model.name).read();
    return { ...model, tags: tagsIn(path, model.name).read(), aliases };
  }

  function readVersion(path: string, name: string, byAlias: Readonly<Record<string, string>>): ModelVersion {
    const version = readMetaYaml(join(path, LAYOUT.meta), modelVersionSchema);
    const aliases = Object.keys(byAlias).filter((alias) => byAlias[alias] === version.version);
    return { ...version, name, tags: tagsIn(path, name).read(), aliases };
  }

  function touch(path: string, description?: string): void {
    const model = read(path);
    const next = { ...model, description: description ?? model.description, lastUpdateTime: Date.now() };
    files.replace(join(path, LAYOUT.meta), metaYaml(registeredModelRecord.write(next)), path);
  }

  function setTag(path: string, id: string, key: string, value: string): void {
    assertTags({ [key]: value }, LIMITS.registryTagValue);
    tagsIn(path, id).set(key, value);
  }

  function deleteTag(path: string, id: string, key: string): void {
    assertKey("tag", key);
    if (!tagsIn(path, id).remove(key)) throw TagNotFound.create({ id, key });
  }

  /** Numbers only grow: a deleted version's number does not come back while a later one is there. */
  function nextVersion(path: string): number {
    const numbers = folderNames(path).map((name) => Number(/^version-(\d+)$/.exec(name)?.[1] ?? 0));
    return Math.max(0, ...numbers) + 1;
  }

  return {
    async createRegisteredModel(name, { description = "", tags = {} } = {}) {
      assertModelName(name);
      assertTags(tags, LIMITS.registryTagValue);
      assertDescription("model", description);
      const now = Date.now();
      const model = { name, description, creationTime: now, lastUpdateTime: now, tags, aliases: {} };
      const meta = metaYaml(registeredModelRecord.write(model));
      const path = join(home, name);
      if (hasMeta(path) || !place(path, { meta, folders: [LAYOUT.tags, LAYOUT.aliases], tags })) {
        throw AlreadyExists.create({ what: "registered model", name });
      }
      return model;
    },
    getRegisteredModel: async (name) => read(folder(name)),
    async listRegisteredModels() {
      return folderNames(home)
        .filter((name) => !name.startsWith(".") && hasMeta(join(home, name)))
        .sort(byCodePoint)
        .map((name) => read(join(home, name)));
    },
    async describeRegisteredModel(name, description) {
      assertDescription("model", description);
      touch(folder(name), description);
    },
    async deleteRegisteredModel(name) {
      const path = folder(name);
      const retired = join(root, LAYOUT.trash, `tmp-${randomUUID()}`);
      renameSync(path, retired);
      rmSync(retired, { recursive: true, force: true });
    },
    setRegisteredModelTag: async (name, key, value) => setTag(folder(name), name, key, value),
    deleteRegisteredModelTag: async (name, key) => deleteTag(folder(name), name, key),

    async createModelVersion({ name, source, runId = "", modelId = "", description = "", tags = {} }) {
      const path = folder(name);
      assertTags(tags, LIMITS.registryTagValue);
      assertDescription("model version", description);
      for (let number = nextVersion(path); ; number++) {
        const version = String(number);
        const now = Date.now();
        const dates = { creationTime: now, lastUpdateTime: now };
        const about = { name, version, description, source, runId, modelId, status: "READY", ...dates };
        const content = { meta: versionYaml(about), folders: [LAYOUT.tags], tags };
        if (!place(join(path, `version-${number}`), content)) continue;
        touch(path);
        return { ...about, tags, aliases: [] };
      }
    },
    getModelVersion: async (name, version) =>
      readVersion(folder(name, version), name, aliasesOf(name).read()),
    async listModelVersions(name) {
      const path = folder(name);
      const byAlias = aliasesOf(name).read();
      return folderNames(path)
        .filter((entry) => /^version-[1-9]\d*$/.test(entry) && hasMeta(join(path, entry)))
        .map((entry) => readVersion(join(path, entry), name, byAlias))
        .sort((a, b) => Number(b.version) - Number(a.version));
    },
    async describeModelVersion(name, version, description) {
      assertDescription("model version", description);
      const path = folder(name, version);
      const next = { ...readVersion(path, name, {}), description, lastUpdateTime: Date.now() };
      files.replace(join(path, LAYOUT.meta), versionYaml(next), path);
    },
    async deleteModelVersion(name, version) {
      const path = folder(name, version);
      const aliases = aliasesOf(name);
      for (const [alias, of] of Object.entries(aliases.read())) if (of === version) aliases.remove(alias);
      rmSync(path, { recursive: true, force: true });
    },
    setModelVersionTag: async (name, version, key, value) =>
      setTag(folder(name, version), `${name}/${version}`, key, value),
    deleteModelVersionTag: async (name, version, key) =>
      deleteTag(folder(name, version), `${name}/${version}`, key),

    async setAlias(name, alias, version) {
      assertAlias(alias);
      folder(name, version);
      aliasesOf(name).set(alias, version);
    },
    async deleteAlias(name, alias) {
      assertAlias(alias);
      aliasesOf(name).remove(alias);
    },
    async getVersionByAlias(name, alias) {
      assertAlias(alias);
      const byAlias = aliasesOf(name).read();
      const version = byAlias[alias]?.trim();
      if (version === undefined) throw RegisteredModelNotFound.create({ name, alias });
      return readVersion(folder(name, version), name, byAlias);
    },
  };
}

function assertDescription(what: string, description: string): void {
  assertText(what, "description", description, LIMITS.registryTagValue);
}

/** With every field that MLflow's own store writes. */
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
