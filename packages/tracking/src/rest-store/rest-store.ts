import { withOutbox } from "../outbox/with-outbox.js";
import type { ArtifactOwner } from "../store/artifact-store.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { type ConnectionOptions, resolveConnection } from "./connection.js";
import { createHttp, type Http } from "./http.js";
import { restArtifacts } from "./rest-artifacts.js";
import { restExperiments } from "./rest-experiments.js";
import { restModels } from "./rest-models.js";
import { restRegistry } from "./rest-registry.js";
import { restRuns } from "./rest-runs.js";

/** Options of {@link restStore}. */
export interface RestStoreOptions extends ConnectionOptions {
  /**
   * Folder in which what is recorded while the server is away is kept until it is back. Without it records are
   * refused with `TRACKING_SERVER_UNREACHABLE` after the retries.
   */
  readonly outbox?: string | undefined;
}

/** With an outbox a write is not tried for long: the outbox waits better. */
const RETRIES_WITH_OUTBOX = 1;

/**
 * Keeps everything on an MLflow server of version 2 or 3, over its REST API; artifacts go through its proxy.
 *
 * Requests are cut to the server's limits, repeated with growing pauses while it is away or overloaded, and safe
 * to repeat: a run, an experiment or a model version whose answer got lost is found again, not made twice.
 *
 * With an `outbox` a server that is away loses nothing: records, artifacts, new experiments and new runs (with
 * ids of their own until then) wait on disk and are sent, in order and once, when it is back, by this process or
 * by the next one that opens the folder. Reads, and changes of the registry, still need the server.
 *
 * @param uri  Default `MLFLOW_TRACKING_URI`.
 * @throws `INVALID_OPTION`
 * @example
 * const tracker = createTracker({ store: restStore("http://localhost:5000", { outbox: "./outbox" }) });
 */
export function restStore(uri?: string, options: RestStoreOptions = {}): TrackingStore {
  const connection = resolveConnection(uri, options);
  const store = onServer(createHttp(connection));
  if (options.outbox === undefined) return store;
  const retries = Math.min(connection.retries, RETRIES_WITH_OUTBOX);
  return withOutbox(store, onServer(createHttp({ ...connection, retries })), options.outbox);
}

function onServer(http: Http): TrackingStore {
  const runs = restRuns(http);
  const artifacts = restArtifacts(http, artifactUri);
  const models = restModels(http, runs, artifacts);
  const artifactUris = new Map<string, string>();

  async function artifactUri(owner: ArtifactOwner): Promise<string> {
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
