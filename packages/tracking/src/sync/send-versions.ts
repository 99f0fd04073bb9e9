import type { ModelVersion } from "../entities/model.js";
import { RegisteredModelNotFound, RunNotFound } from "../errors.js";
import { ensureVersion, orMissing } from "../store/ensure.js";
import { sendModel } from "./send-model.js";
import { type RefusedRecord, type SentRun, SOURCE_TAG } from "./sent.js";
import { attemptOnce, runSyncItem, type SyncContext } from "./sync-item.js";

const PREFIX = "imdb.sync.";

/** The name of the tag, on a version in a folder, whose value is the number of the version's copy on the server. */
export function versionTag(serverHash: string): string {
  return PREFIX + serverHash;
}

/** The name of a version among the refused records. */
export function versionRecord({ name, version }: Pick<ModelVersion, "name" | "version">): string {
  return `version ${version} of ${name}`;
}

/**
 * Sends the versions that were registered in a folder and are not on its server yet, oldest first. Each gets the next
 * free number on the server. A refusal is recorded with the run of the version.
 *
 * @param tag     See {@link versionTag}.
 * @param sentOf  Returns what is recorded as sent of a run. It must return the same object at every call.
 * @returns The number of versions that were sent, and what was refused.
 */
export async function sendVersions(
  context: SyncContext,
  tag: string,
  sentOf: (runId: string) => Promise<SentRun>,
): Promise<{ readonly count: number; readonly refused: readonly RefusedRecord[] }> {
  const { registry } = context.from;
  let count = 0;
  const refused: RefusedRecord[] = [];
  for (const { name } of await registry.listRegisteredModels()) {
    for (const version of [...(await registry.listModelVersions(name))].reverse()) {
      if (version.tags[tag] !== undefined) continue;
      const { runId } = version;
      const sent = await sentOf(runId);
      const before = sent.refused.length;
      const record = versionRecord(version);
      await attemptOnce({ context, id: record, runId, sent }, record, async () => {
        const number = await sendVersion(context, version, sentOf);
        if (number === undefined) return;
        await registry.setModelVersionTag(name, version.version, tag, number);
        count++;
      });
      refused.push(...sent.refused.slice(before));
    }
  }
  return { count, refused };
}

/** The number of a version's copy; `undefined` while its run waits. */
async function sendVersion(
  context: SyncContext,
  version: ModelVersion,
  sentOf: (runId: string) => Promise<SentRun>,
): Promise<string | undefined> {
  const { from, to } = context;
  const { name, description, creationTime } = version;
  const own = [version.runId, name, version.version, creationTime].join("/");
  const existing = (await orMissing(to.registry.listModelVersions(name))) ?? [];
  const copy = existing.find((other) => other.tags[SOURCE_TAG] === own);
  if (copy) return copy.version;
  let { source, runId, modelId } = version;
  // A run or model that is not in the folder is on the server, with this id.
  const model = modelId === "" ? undefined : await orMissing(from.getLoggedModel(modelId));
  for (const id of new Set([runId, model?.sourceRunId ?? ""])) {
    const run = id === "" ? undefined : await orMissing(from.getRun(id));
    if (!run) continue;
    const sent = await sentOf(id);
    if (sent.id === "" && !context.isRefused(run)) return undefined;
    if (sent.id === "") throw RunNotFound.create({ runId: id, store: to.uri });
    if (id === model?.sourceRunId) {
      if (!(await sendModel(runSyncItem(context, run, sent), model.modelId))) return undefined;
      if (!sent.models[model.modelId]) throw RegisteredModelNotFound.create({ name: model.modelId });
      modelId = sent.models[model.modelId]!;
      if (source === `models:/${model.modelId}`) source = `models:/${modelId}`;
    }
    if (id === runId) runId = sent.id;
  }
  const kept = Object.entries(version.tags).filter(([key]) => !key.startsWith(PREFIX));
  const tags = { ...Object.fromEntries(kept), [SOURCE_TAG]: own };
  return (await ensureVersion(to.registry, { name, source, runId, modelId, description, tags })).version;
}
