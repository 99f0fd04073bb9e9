import type { ModelVersion } from "../entities/model.js";
import { SyncPending } from "../errors.js";
import { ensureVersion } from "../store/ensure.js";
import type { NewModelVersion, RegistryStore } from "../store/registry-store.js";
import type { BackgroundSync } from "./background.js";
import type { SyncedFolder } from "./send-folder.js";
import { versionRecord, versionTag } from "./send-versions.js";

/**
 * The server's registry, in which runs and models of the folder have their ids of the folder. A new version is kept in
 * the folder's own registry until the server has it.
 */
export function syncedRegistry({ local, server, ledger }: SyncedFolder, sync: BackgroundSync): RegistryStore {
  const { registry } = server;

  /** A version as the folder knows what it was made of. */
  function here(version: ModelVersion): ModelVersion {
    const [runId, modelId] = [ledger.originOf(version.runId), ledger.originOf(version.modelId)];
    const isModel = version.source === `models:/${version.modelId}`;
    return { ...version, runId, modelId, source: isModel ? `models:/${modelId}` : version.source };
  }

  /** Keeps a version in the folder, and sends it unless the server was away just now. */
  async function register(given: NewModelVersion): Promise<{ made?: ModelVersion; problem?: Error }> {
    const { name, version } = await ensureVersion(local.registry, given);
    sync.touch();
    const progress = sync.isAway() ? undefined : await sync.sendAll();
    const number = (await local.registry.getModelVersion(name, version)).tags[versionTag(ledger.target)];
    if (number !== undefined) return { made: here(await registry.getModelVersion(name, number)) };
    const refused = progress?.refused.find(({ record }) => record === versionRecord({ name, version }));
    const reason = refused?.reason ?? String(progress?.problem ?? "the server is away");
    const counts = refused ? { waiting: 0, refused: 1 } : { waiting: 1, refused: 0 };
    const problem = SyncPending.create({ folder: local.uri, server: server.uri, ...counts, reason });
    if (refused) throw problem;
    return { problem };
  }

  return {
    ...registry,
    registerVersion: async (version) => (await register(version)).made,
    async createModelVersion(version) {
      await registry.getRegisteredModel(version.name);
      const { made, problem } = await register(version);
      if (!made) throw problem;
      return made;
    },
    getModelVersion: async (name, version) => here(await registry.getModelVersion(name, version)),
    listModelVersions: async (name) => (await registry.listModelVersions(name)).map(here),
    getVersionByAlias: async (name, alias) => here(await registry.getVersionByAlias(name, alias)),
  };
}
