import { checkOwner } from "../entities/check-record.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type RestStoreOptions, resolveConnection } from "./connection.js";
import { createHttp } from "./http.js";
import { restArtifacts } from "./rest-artifacts.js";
import { restExperiments } from "./rest-experiments.js";
import { restModels } from "./rest-models.js";
import { restRegistry } from "./rest-registry.js";
import { restRuns } from "./rest-runs.js";

/**
 * Keeps everything on an MLflow server of version 2 or 3, over its REST API. Artifacts are sent over its proxy.
 *
 * Large batches are split by the limits of the server. Requests are repeated, with growing delays, while the server is
 * unreachable or overloaded. When the answer of a request that creates something is lost, what it created is found and
 * not created twice.
 *
 * While the server is unreachable, calls fail with `TRACKING_SERVER_UNREACHABLE` after the retries. `syncedStore` keeps
 * records in a folder first and sends them from there, so that an outage loses none.
 *
 * @param uri  Default `MLFLOW_TRACKING_URI`.
 * @throws `INVALID_OPTION`
 * @example
 * const tracker = createTracker({ store: restStore("http://localhost:5000") });
 */
export function restStore(uri?: string, options: RestStoreOptions = {}): TrackingStore {
  const http = createHttp(resolveConnection(uri, options));
  const runs = restRuns(http);
  const artifacts = restArtifacts(http, artifactUri);
  const models = restModels(http, runs, artifacts);
  const artifactUris = new Map<string, string>();

  async function artifactUri(owner: ArtifactOwner): Promise<string> {
    checkOwner(owner);
    const id = "runId" in owner ? owner.runId : owner.modelId;
    const known = artifactUris.get(id);
    if (known !== undefined) return known;
    const found =
      "runId" in owner
        ? (await runs.getRun(id)).info.artifactUri
        : (await models.getLoggedModel(id)).artifactUri;
    artifactUris.set(id, found);
    return found;
  }

  return {
    uri: http.baseUrl,
    registry: restRegistry(http, artifactUri),
    artifacts,
    ...restExperiments(http),
    ...runs,
    ...models,
    flush: async () => {},
    close: async () => {},
  };
}
