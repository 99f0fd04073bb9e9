import type { ModelVersion } from "../entities/registered-model.js";
import { RunNotFound } from "../errors.js";
import { ensureVersion } from "../store/ensure.js";
import { orMissing } from "../store/or-missing.js";
import type { RegistryStore } from "../store/registry-store.js";
import { sendModel } from "./send-model.js";
import { attempts, once, type Sending } from "./sending.js";
import { type RefusedRecord, type SentRun, SOURCE_TAG } from "./sent.js";

const PREFIX = "imdb.sync.";

/** The tag of a version in a folder that holds its number on the server. */
export function versionTag(target: string): string {
  return PREFIX + target;
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
  let count = 0;
  const refused: RefusedRecord[] = [];
  for (const version of await versionsIn(sending.from.registry)) {
    const { name, runId, tags } = version;
    if (tags[tag] !== undefined) continue;
    const sent = await sentOf(runId);
    const known = sent.refused.length;
    const part = once(sent, attempts(sending, runId, sent));
    await part(versionRecord(version), async () => {
      const number = await sendVersion(sending, version, sentOf);
      if (number === undefined) return;
      await sending.from.registry.setModelVersionTag(name, version.version, tag, number);
      count++;
    });
    refused.push(...sent.refused.slice(known));
  }
  return { count, refused };
}

/** Names a version among what was refused. */
export function versionRecord({ name, version }: Pick<ModelVersion, "name" | "version">): string {
  return `version ${version} of ${name}`;
}

async function versionsIn(registry: RegistryStore): Promise<ModelVersion[]> {
  const versions: ModelVersion[] = [];
  for (const { name } of await registry.listRegisteredModels()) {
    versions.push(...[...(await registry.listModelVersions(name))].reverse());
  }
  return versions;
}

/** The number of a version's copy; `undefined` while its run waits. */
async function sendVersion(
  sending: Sending,
  version: ModelVersion,
  sentOf: (runId: string) => Promise<SentRun>,
): Promise<string | undefined> {
  const { registry } = sending.to;
  const { name, description, creationTime } = version;
  const own = [version.runId, name, version.version, creationTime].join("/");
  const made = (await versionsThere(registry, name)).find((other) => other.tags[SOURCE_TAG] === own);
  if (made) return made.version;
  let { source, runId, modelId } = version;
  // What is not in the folder is the server's own, and has its name there already.
  const model = modelId === "" ? undefined : await orMissing(sending.from.getLoggedModel(modelId));
  for (const needed of new Set([runId, model?.sourceRunId ?? ""])) {
    const run = needed === "" ? undefined : await orMissing(sending.from.getRun(needed));
    if (!run) continue;
    const sent = await sentOf(needed);
    if (sent.id === "" && sent.refused.length === 0) return undefined;
    if (sent.id === "") throw RunNotFound.create({ runId: needed, store: sending.to.uri });
    if (needed === model?.sourceRunId) {
      const attempt = attempts(sending, needed, sent);
      if (!(await sendModel(sending, run, sent, model.modelId, sending.isSure(needed), attempt)))
        return undefined;
      modelId = sent.models[model.modelId]!.id;
      if (source === `models:/${model.modelId}`) source = `models:/${modelId}`;
    }
    if (needed === runId) runId = sent.id;
  }
  const kept = Object.entries(version.tags).filter(([key]) => !key.startsWith(PREFIX));
  const tags = { ...Object.fromEntries(kept), [SOURCE_TAG]: own };
  return (await ensureVersion(registry, { name, source, runId, modelId, description, tags })).version;
}

async function versionsThere(registry: RegistryStore, name: string): Promise<readonly ModelVersion[]> {
  return (await orMissing(registry.listModelVersions(name))) ?? [];
}
