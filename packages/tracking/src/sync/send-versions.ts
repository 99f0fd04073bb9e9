import type { ModelVersion } from "../entities/model.js";
import { RegisteredModelNotFound, RunNotFound } from "../errors.js";
import { ensureVersion, orMissing } from "../store/ensure.js";
import { sendModel } from "./send-model.js";
import { attemptOnce, type Sending } from "./sending.js";
import { type RefusedRecord, type SentRun, SOURCE_TAG } from "./sent.js";

const PREFIX = "imdb.sync.";

/** The tag of a version in a folder that holds its number on the server. */
export function versionTag(target: string): string {
  return PREFIX + target;
}

/** Names a version among what was refused. */
export function versionRecord({ name, version }: Pick<ModelVersion, "name" | "version">): string {
  return `version ${version} of ${name}`;
}

/**
 * Sends the versions that were registered in a folder and are not on its server yet, oldest first. Each gets the next
 * number there. One that is refused is noted with its run.
 *
 * @param tag     Of {@link versionTag}.
 * @param sentOf  What is known of a run: the same object at every call.
 * @returns How many were sent, and what was refused.
 */
export async function sendVersions(
  sending: Sending,
  tag: string,
  sentOf: (runId: string) => Promise<SentRun>,
): Promise<{ readonly count: number; readonly refused: readonly RefusedRecord[] }> {
  const { registry } = sending.from;
  let count = 0;
  const refused: RefusedRecord[] = [];
  for (const { name } of await registry.listRegisteredModels()) {
    for (const version of [...(await registry.listModelVersions(name))].reverse()) {
      if (version.tags[tag] !== undefined) continue;
      const { runId: id } = version;
      const sent = await sentOf(id);
      const known = sent.refused.length;
      await attemptOnce({ sending, id, sent }, versionRecord(version), async () => {
        const number = await sendVersion(sending, version, sentOf);
        if (number === undefined) return;
        await registry.setModelVersionTag(name, version.version, tag, number);
        count++;
      });
      refused.push(...sent.refused.slice(known));
    }
  }
  return { count, refused };
}

/** The number of a version's copy; `undefined` while its run waits. */
async function sendVersion(
  sending: Sending,
  version: ModelVersion,
  sentOf: (runId: string) => Promise<SentRun>,
): Promise<string | undefined> {
  const { from, to } = sending;
  const { name, description, creationTime } = version;
  const own = [version.runId, name, version.version, creationTime].join("/");
  const there = (await orMissing(to.registry.listModelVersions(name))) ?? [];
  const made = there.find((other) => other.tags[SOURCE_TAG] === own);
  if (made) return made.version;
  let { source, runId, modelId } = version;
  // What is not in the folder is the server's own, and has its name there already.
  const model = modelId === "" ? undefined : await orMissing(from.getLoggedModel(modelId));
  for (const id of new Set([runId, model?.sourceRunId ?? ""])) {
    const run = id === "" ? undefined : await orMissing(from.getRun(id));
    if (!run) continue;
    const sent = await sentOf(id);
    if (sent.id === "" && sent.refused.length === 0) return undefined;
    if (sent.id === "") throw RunNotFound.create({ runId: id, store: to.uri });
    if (id === model?.sourceRunId) {
      const consignment = { sending, id, run, sent, isSure: sending.isSure(id) };
      if (!(await sendModel(consignment, model.modelId))) return undefined;
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
