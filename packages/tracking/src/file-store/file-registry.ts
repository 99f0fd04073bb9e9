import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { assertAlias, assertKey, assertModelName, assertText, LIMITS } from "../entities/names.js";
import type { ModelVersion, RegisteredModel } from "../entities/registered-model.js";
import { AlreadyExists, RegisteredModelNotFound, TagNotFound } from "../errors.js";
import {
  modelVersionRecord,
  registeredModelRecord,
  toModelVersion,
  toRegisteredModel,
} from "../mlflow/records.js";
import type { RegistryStore } from "../store/registry-store.js";
import { type KeyFiles, keyFiles } from "./key-files.js";
import { folderNames, hasMeta, LAYOUT } from "./layout.js";
import { readMetaYaml } from "./meta-yaml.js";
import type { FolderMaker } from "./place-folder.js";
import { registeredYaml, versionYaml } from "./registry-meta.js";
import type { SmallFiles } from "./small-file.js";

/** The model registry in a local store: `models/<name>/{meta.yaml,tags,aliases,version-<n>}`. */
export function fileRegistry(root: string, files: SmallFiles, maker: FolderMaker): RegistryStore {
  const home = join(root, LAYOUT.models);

  function folder(name: string): string {
    assertModelName(name);
    const path = join(home, name);
    if (!hasMeta(path)) throw RegisteredModelNotFound.create({ name });
    return path;
  }

  function versionFolder(name: string, version: string): string {
    const path = join(folder(name), `version-${version}`);
    if (!/^[1-9]\d{0,9}$/.test(version) || !hasMeta(path))
      throw RegisteredModelNotFound.create({ name, version });
    return path;
  }

  function aliases(path: string, name: string): Record<string, string> {
    return keyFiles(files, path, LAYOUT.aliases, name).read();
  }

  function read(path: string): RegisteredModel {
    const meta = readMetaYaml(join(path, LAYOUT.meta), registeredModelRecord);
    const tags = keyFiles(files, path, LAYOUT.tags, meta.name).read();
    return toRegisteredModel(meta, tags, aliases(path, meta.name));
  }

  function readVersion(path: string, name: string, byAlias: Readonly<Record<string, string>>): ModelVersion {
    const meta = readMetaYaml(join(path, LAYOUT.meta), modelVersionRecord);
    const own = Object.keys(byAlias).filter((alias) => byAlias[alias] === meta.version);
    return { ...toModelVersion(meta, keyFiles(files, path, LAYOUT.tags, name).read(), own), name };
  }

  function touch(path: string, description?: string): void {
    const model = read(path);
    const next = { ...model, description: description ?? model.description, lastUpdateTime: Date.now() };
    files.replace(join(path, LAYOUT.meta), registeredYaml(next), path);
  }

  function versionTags(name: string, version: string): KeyFiles {
    return keyFiles(files, versionFolder(name, version), LAYOUT.tags, `${name}/${version}`);
  }

  /** Numbers only grow: a deleted version's number does not come back while a later one is there. */
  function nextVersion(path: string): number {
    const numbers = folderNames(path).map((name) => Number(/^version-(\d+)$/.exec(name)?.[1] ?? 0));
    return Math.max(0, ...numbers) + 1;
  }

  return {
    async createRegisteredModel(name, { description = "", tags = {} } = {}) {
      assertModelName(name);
      assertTags(tags);
      assertText("model", "description", description, LIMITS.registryTagValue);
      const now = Date.now();
      const model = { name, description, creationTime: now, lastUpdateTime: now, tags, aliases: {} };
      const content = { meta: registeredYaml(model), folders: [LAYOUT.tags, LAYOUT.aliases], tags };
      if (hasMeta(join(home, name)) || !maker.place(join(home, name), content)) {
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
      assertText("model", "description", description, LIMITS.registryTagValue);
      touch(folder(name), description);
    },
    async deleteRegisteredModel(name) {
      const path = folder(name);
      const retired = join(root, LAYOUT.trash, `tmp-${randomUUID()}`);
      renameSync(path, retired);
      rmSync(retired, { recursive: true, force: true });
    },
    async setRegisteredModelTag(name, key, value) {
      assertTags({ [key]: value });
      keyFiles(files, folder(name), LAYOUT.tags, name).set(key, value);
    },
    async deleteRegisteredModelTag(name, key) {
      assertKey("tag", key);
      const removed = keyFiles(files, folder(name), LAYOUT.tags, name).remove(key);
      if (!removed) throw TagNotFound.create({ id: name, key });
    },

    async createModelVersion({ name, source, runId = "", modelId = "", description = "", tags = {} }) {
      const path = folder(name);
      assertTags(tags);
      assertText("model version", "description", description, LIMITS.registryTagValue);
      for (let number = nextVersion(path); ; number++) {
        const now = Date.now();
        const version = {
          name,
          version: String(number),
          description,
          source,
          runId,
          modelId,
          status: "READY",
          creationTime: now,
          lastUpdateTime: now,
          tags,
          aliases: [],
        };
        const content = { meta: versionYaml(version), folders: [LAYOUT.tags], tags };
        if (!maker.place(join(path, `version-${number}`), content)) continue;
        touch(path);
        return version;
      }
    },
    async getModelVersion(name, version) {
      return readVersion(versionFolder(name, version), name, aliases(folder(name), name));
    },
    async listModelVersions(name) {
      const path = folder(name);
      const byAlias = aliases(path, name);
      return folderNames(path)
        .filter((entry) => /^version-[1-9]\d*$/.test(entry) && hasMeta(join(path, entry)))
        .map((entry) => readVersion(join(path, entry), name, byAlias))
        .sort((a, b) => Number(b.version) - Number(a.version));
    },
    async describeModelVersion(name, version, description) {
      assertText("model version", "description", description, LIMITS.registryTagValue);
      const path = versionFolder(name, version);
      const next = { ...readVersion(path, name, {}), description, lastUpdateTime: Date.now() };
      files.replace(join(path, LAYOUT.meta), versionYaml(next), path);
    },
    async deleteModelVersion(name, version) {
      const path = versionFolder(name, version);
      const byAlias = aliases(folder(name), name);
      const keys = keyFiles(files, folder(name), LAYOUT.aliases, name);
      for (const alias of Object.keys(byAlias)) if (byAlias[alias] === version) keys.remove(alias);
      rmSync(path, { recursive: true, force: true });
    },
    async setModelVersionTag(name, version, key, value) {
      assertTags({ [key]: value });
      versionTags(name, version).set(key, value);
    },
    async deleteModelVersionTag(name, version, key) {
      assertKey("tag", key);
      if (!versionTags(name, version).remove(key))
        throw TagNotFound.create({ id: `${name}/${version}`, key });
    },

    async setAlias(name, alias, version) {
      assertAlias(alias);
      versionFolder(name, version);
      keyFiles(files, folder(name), LAYOUT.aliases, name).set(alias, version);
    },
    async deleteAlias(name, alias) {
      assertAlias(alias);
      keyFiles(files, folder(name), LAYOUT.aliases, name).remove(alias);
    },
    async getVersionByAlias(name, alias) {
      assertAlias(alias);
      const byAlias = aliases(folder(name), name);
      const version = byAlias[alias]?.trim();
      if (version === undefined) throw RegisteredModelNotFound.create({ name, alias });
      return readVersion(versionFolder(name, version), name, byAlias);
    },
  };

  function assertTags(tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) {
      assertKey("tag", key);
      assertText("tag", key, value, LIMITS.registryTagValue);
    }
  }
}
