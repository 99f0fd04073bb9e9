import { TagNotFound } from "../errors.js";
import { ensureExperiment, ensureVersion } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { assertDelivered, type LocalIds } from "./local-ids.js";
import { idsOf, type Operation } from "./operation.js";
import { putKept } from "./put-kept.js";

/** Does an operation on a store. */
export type Perform = (operation: Operation) => Promise<void>;

/**
 * Makes the function that does operations, with the server's ids in the place of ours.
 *
 * @param store     Throws `TRACKING_SERVER_UNREACHABLE` when its server is away.
 * @param blobPath  The file of an artifact's bytes.
 */
export function performer(store: TrackingStore, ids: LocalIds, blobPath: (name: string) => string): Perform {
  /** What was made before, by a process that died before it could say so, is found by the store. */
  async function once(
    local: string,
    make: () => Promise<{ id: string; artifactUri: string }>,
  ): Promise<void> {
    if (!ids.find(local)) ids.note({ local, ...(await make()) });
  }

  return async (given) => {
    assertDelivered(idsOf(given), ids);
    const operation = ids.translate(given);
    switch (operation.op) {
      case "createExperiment": {
        const { name, tags, local } = operation;
        return once(local, async () => {
          const { experimentId, artifactLocation } = await ensureExperiment(store, name, tags);
          return { id: experimentId, artifactUri: artifactLocation };
        });
      }
      case "createRun":
        return once(operation.local, async () => {
          const { runId, artifactUri } = (await store.createRun(operation.run)).info;
          return { id: runId, artifactUri };
        });
      case "createLoggedModel":
        return once(operation.local, async () => {
          const { modelId, artifactUri } = await store.createLoggedModel(operation.model);
          return { id: modelId, artifactUri };
        });
      case "registerVersion":
        await ensureVersion(store.registry, operation.version);
        return;
      case "setExperimentTags":
        return store.setExperimentTags(operation.experimentId, operation.tags);
      case "updateRun":
        return store.updateRun(operation.runId, operation.update);
      case "deleteRun":
        return store.deleteRun(operation.runId);
      case "restoreRun":
        return store.restoreRun(operation.runId);
      case "logBatch":
        return store.logBatch(operation.runId, operation.batch);
      case "deleteTag":
        return gone(store.deleteTag(operation.runId, operation.key));
      case "logInputs":
        return store.logInputs(operation.runId, operation.datasets);
      case "logOutputs":
        return store.logOutputs(operation.runId, operation.models);
      case "finalizeLoggedModel":
        return store.finalizeLoggedModel(operation.modelId, operation.status);
      case "putArtifact": {
        const { owner } = given as typeof operation;
        const { path, blob } = operation;
        return putKept(store.artifacts, ids, { given: owner, path, file: blobPath(blob) });
      }
    }
  };
}

/** An earlier attempt may have removed it. */
async function gone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (cause) {
    if (!TagNotFound.is(cause)) throw cause;
  }
}
