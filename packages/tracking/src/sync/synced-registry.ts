import type { ModelVersion } from "../entities/model.js";
import { SyncPending } from "../errors.js";
import { ensureVersion } from "../store/ensure.js";
import type { NewModelVersion, RegistryStore } from "../store/registry-store.js";
import type { BackgroundSync } from "./background-sync.js";
import type { SyncedFolder } from "./send-folder.js";
import { versionRecord, versionTag } from "./send-versions.js";

/**
 * The registry of the server, in which the runs and models of the folder have the ids that they have in the folder. A
 * new version is kept in the folder's own registry until the server has it.
 */
export function syncedRegistry(folder: SyncedFolder, sync: BackgroundSync): RegistryStore {
  const { registry } = folder.server;
  const withLocalIds = (version: ModelVersion) => localVersion(folder, version);
  return {
    ...registry,
    registerVersion: async (version) => (await register(folder, sync, version)).created,
    async createModelVersion(version) {
      await registry.getRegisteredModel(version.name);
      const { created, problem } = await register(folder, sync, version);
      if (!created) throw problem;
      return created;
    },
    getModelVersion: async (name, version) => withLocalIds(await registry.getModelVersion(name, version)),
    listModelVersions: async (name) => (await registry.listModelVersions(name)).map(withLocalIds),
    getVersionByAlias: async (name, alias) => withLocalIds(await registry.getVersionByAlias(name, alias)),
  };
}

/** A version of the server, with the ids that its run and its model have in the folder. */
function localVersion({ state }: SyncedFolder, version: ModelVersion): ModelVersion {
  const [runId, modelId] = [state.localIdOf(version.runId), state.localIdOf(version.modelId)];
  const isModel = version.source === `models:/${version.modelId}`;
  return { ...version, runId, modelId, source: isModel ? `models:/${modelId}` : version.source };
}

/**
 * Records a version in the folder, and sends it unless the server was unreachable in the last pass.
 *
 * @returns The version on the server; or, when it was not sent, the reason.
 * @throws  `SYNC_PENDING` when the server refuses it.
 */
async function register(
  folder: SyncedFolder,
  sync: BackgroundSync,
  given: NewModelVersion,
): Promise<{ created?: ModelVersion; problem?: Error }> {
  const { local, server, state } = folder;
  const { name, version } = await ensureVersion(local.registry, given);
  sync.markChanged();
  const progress = sync.isUnreachable() ? undefined : await sync.sendAll();
  const number = (await local.registry.getModelVersion(name, version)).tags[versionTag(state.serverHash)];
  if (number !== undefined) {
    return { created: localVersion(folder, await server.registry.getModelVersion(name, number)) };
  }
  const refused = progress?.refused.find(({ record }) => record === versionRecord({ name, version }));
  const reason = refused?.reason ?? String(progress?.problem ?? "the server is unreachable");
  const counts = refused ? { waiting: 0, refused: 1 } : { waiting: 1, refused: 0 };
  const problem = SyncPending.create({ folder: local.uri, server: server.uri, ...counts, reason });
  if (refused) throw problem;
  return { problem };
}
