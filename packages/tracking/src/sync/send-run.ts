import type { Run } from "../entities/run.js";
import { NotActive, TagNotFound } from "../errors.js";
import { sendArtifacts } from "./send-artifacts.js";
import { sendMetrics } from "./send-metrics.js";
import { copiedModels, sendModel } from "./send-model.js";
import { nothingSent, type SentRun, SOURCE_TAG } from "./sent.js";
import {
  attempt,
  attemptOnce,
  type Part,
  type RunSyncItem,
  runSyncItem,
  type SyncContext,
  sendBatch,
  sendParts,
} from "./sync-item.js";

const PARENT_TAG = "mlflow.parentRunId";

/**
 * Sends what the other store does not have yet of a run: parameters, tags, datasets, metrics, artifacts and logged
 * models, and then its status. The copy has the tag `imdb.sync.source`, by which later syncs find it.
 *
 * @param experiment  The id of the experiment's copy.
 * @param before      What is recorded as sent; `undefined`: nothing is known.
 * @param stamp       The `runStamp` of the run, taken before the run was read.
 * @returns What is recorded as sent now.
 */
export async function sendRun(
  context: SyncContext,
  experiment: string,
  run: Run,
  before: SentRun | undefined,
  stamp = "",
): Promise<SentRun> {
  const { runId, lifecycleStage } = run.info;
  const sent = before ?? nothingSent();
  const item = runSyncItem(context, run, sent);
  let isDone = false;
  // Saving changes the file. If this process then dies while it sends, another process that saved the file before sees
  // that it has changed, and that the record may be incomplete.
  if (!item.isComplete && sent.id !== "") context.save(runId, sent);
  try {
    const isTried =
      sent.id !== "" || (await attemptOnce(item, "run", () => findOrCreateCopy(item, experiment)));
    // Nothing of a refused run is sent, nor of one that is deleted on both stores.
    const hasNothing =
      sent.id === "" || (lifecycleStage === "deleted" && sent.parts["lifecycle"] === "deleted");
    isDone = isTried && (hasNothing || (await sendContent(item)));
    sent.stamp = isDone ? stamp : "";
    return sent;
  } finally {
    context.save(runId, sent);
    // The request may have succeeded and only its answer have been lost.
    if (!isDone) context.markIncomplete(runId);
  }
}

/** Finds the copy that an earlier sync made, also one that was interrupted, or creates one. */
async function findOrCreateCopy(item: RunSyncItem, experimentId: string): Promise<void> {
  const { context, run, sent, runId } = item;
  const { to } = context;
  const filter = `tags.\`${SOURCE_TAG}\` = '${runId}'`;
  const { items } = await to.searchRuns({ experimentIds: [experimentId], filter, view: "ALL" });
  const { runName, userId, startTime } = run.info;
  const tags = tagsOfCopy(item);
  const copy = items[0] ?? (await to.createRun({ experimentId, runName, userId, startTime, tags }));
  // A copy that somebody deleted there stays deleted.
  if (copy.info.lifecycleStage === "deleted" && run.info.lifecycleStage === "active")
    throw NotActive.create({ what: "run", id: copy.info.runId });
  sent.id = copy.info.runId;
  const models = copiedModels(copy);
  sent.models = models.ids;
  sent.parts = Object.fromEntries([
    ...models.links,
    ...texts("param", copy.params).map(({ name, fingerprint }) => [name, fingerprint]),
    ...texts("tag", copy.tags).flatMap(({ name, key, fingerprint }) =>
      Object.hasOwn(tags, key) ? [[name, fingerprint]] : [],
    ),
    ["datasets", String(copy.inputs.length)],
    ["its status", statusFingerprint(copy)],
    ["lifecycle", copy.info.lifecycleStage],
  ]);
  item.isComplete = items[0] === undefined;
  context.save(runId, sent);
}

async function sendContent(item: RunSyncItem): Promise<boolean> {
  const { run, sent, runId } = item;
  const { lifecycleStage, artifactUri } = run.info;
  const [status, lifecycle] = [statusPart(item), lifecyclePart(item)];
  const isActive = lifecycleStage === "active";
  const results = [
    // A deleted copy takes no records, so it is restored first.
    await sendParts(item, isActive ? [lifecycle] : []),
    await sendTexts(item),
    await sendParts(item, [datasetsPart(item)]),
    await sendMetrics(item),
    await sendArtifacts(item, { source: { runId }, target: { runId: sent.id }, sourceUri: artifactUri }),
  ];
  for (const { modelId } of run.outputs) results.push(await sendModel(item, modelId));
  results.push(await sendParts(item, isActive ? [status] : [status, lifecycle]));
  return results.every(Boolean);
}

function datasetsPart({ run: { inputs }, sent, context: { to } }: RunSyncItem): Part {
  return {
    name: "datasets",
    fingerprint: String(inputs.length),
    send: () => to.logInputs(sent.id, inputs),
  };
}

function statusPart({ run, sent, context: { to } }: RunSyncItem): Part {
  const { status, endTime, runName } = run.info;
  const update = {
    status,
    ...(endTime !== undefined && { endTime }),
    ...(runName !== "" && { runName }),
  };
  return {
    name: "its status",
    fingerprint: statusFingerprint(run),
    send: () => to.updateRun(sent.id, update),
  };
}

function lifecyclePart({ run: { info }, sent, context: { to } }: RunSyncItem): Part {
  return {
    name: "lifecycle",
    fingerprint: info.lifecycleStage,
    async send() {
      if ((await to.getRun(sent.id)).info.lifecycleStage === info.lifecycleStage) return;
      await (info.lifecycleStage === "deleted" ? to.deleteRun(sent.id) : to.restoreRun(sent.id));
    },
  };
}

interface Text {
  readonly kind: "param" | "tag";
  readonly key: string;
  readonly name: string;
  readonly fingerprint: string;
}

function texts(kind: Text["kind"], record: Readonly<Record<string, string>>): Text[] {
  return Object.entries(record).map(([key, value]) => ({
    kind,
    key,
    name: `${kind} ${key}`,
    fingerprint: value,
  }));
}

/** Sends the parameters and tags that are new or have changed, and deletes the tags that are gone. */
async function sendTexts(item: RunSyncItem): Promise<boolean> {
  const { context, run, sent } = item;
  const tags = texts("tag", tagsOfCopy(item));
  const changed = [...texts("param", run.params), ...tags].filter(
    ({ name, fingerprint }) => sent.parts[name] !== fingerprint,
  );
  const recordOf = (values: readonly Text[], kind: Text["kind"]) =>
    Object.fromEntries(values.flatMap((text) => (text.kind === kind ? [[text.key, text.fingerprint]] : [])));
  let isDone = await sendBatch(item, changed, (values) =>
    context.to.logBatch(sent.id, { params: recordOf(values, "param"), tags: recordOf(values, "tag") }),
  );
  if (isDone) for (const { name, fingerprint } of changed) sent.parts[name] = fingerprint;
  const kept = new Set(tags.map(({ name }) => name));
  for (const name of Object.keys(sent.parts)) {
    if (!name.startsWith("tag ") || kept.has(name)) continue;
    const isDeleted = await attempt(item, `deleting ${name}`, async () => {
      await context.to.deleteTag(sent.id, name.slice("tag ".length)).catch((cause: unknown) => {
        // Somebody else may have deleted it there.
        if (!TagNotFound.is(cause)) throw cause;
      });
    });
    if (isDeleted) delete sent.parts[name];
    isDone &&= isDeleted;
  }
  return isDone;
}

/** The tags of a run's copy: those of the run, with the copy of its parent in place of the parent. */
function tagsOfCopy({ context, run: { info, tags } }: RunSyncItem): Record<string, string> {
  const parent = tags[PARENT_TAG];
  const copy = parent === undefined ? undefined : context.copyOfRun(parent);
  return { ...tags, ...(copy !== undefined && { [PARENT_TAG]: copy }), [SOURCE_TAG]: info.runId };
}

function statusFingerprint({ info: { runName, status, endTime } }: Run): string {
  return JSON.stringify({ runName, status, endTime });
}
