import type { ModelVersion } from "../entities/registered-model.js";
import { RunNotFound } from "../errors.js";
import { ensureVersion } from "../store/ensure.js";
import { orMissing } from "../store/or-missing.js";
import type { RegistryStore } from "../store/registry-store.js";
import { sendModel } from "./send-model.js";
import { attempts, type Sending } from "./sending.js";
import { nothingSent, type RefusedRecord, type SentRun, SOURCE_TAG } from "./sent.js";

/** What the tag of a version begins with that was refused; the reason is behind it. */
const REFUSED = "refused: ";
const PREFIX = "imdb.sync.";

/** The tag of a version in a folder that says what became of it: its number on the server, or why it was refused. */
export function versionTag(target: string): string {
  return PREFIX + target;
}

/**
 * Sends the versions that were registered in a folder and are not on its server yet, oldest first. Each gets the next
 * number there.
 *
 * @param tag     Of {@link versionTag}.
 * @param sentOf  What is known of a run of the folder; `undefined` for one that waits.
 * @returns How many were sent.
 */
export async function sendVersions(
  sending: Sending,
  tag: string,
  sentOf: (runId: string) => SentRun | undefined,
): Promise<number> {
  let count = 0;
  for (const version of await versionsIn(sending.from.registry)) {
    const { name, runId, tags } = version;
    if (tags[tag] !== undefined) continue;
    const noted = nothingSent("");
    let outcome: string | undefined;
    await attempts(
      sending,
      runId,
      noted,
    )(recordOf(version), async () => {
      outcome = await sendVersion(sending, version, sentOf);
      if (outcome !== undefined) count++;
    });
    if (noted.refused[0]) outcome = REFUSED + noted.refused[0].reason;
    if (outcome !== undefined) {
      await sending.from.registry.setModelVersionTag(name, version.version, tag, outcome);
    }
  }
  return count;
}

/** The versions of a folder that the server did not take. */
export async function refusedVersions(registry: RegistryStore, tag: string): Promise<RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  for (const version of await versionsIn(registry)) {
    const reason = outcomeOf(version, tag)?.refused;
    if (reason !== undefined) refused.push({ runId: version.runId, record: recordOf(version), reason });
  }
  return refused;
}

/** What became of a version of a folder: its number on the server, or why it was refused; `undefined` while it waits. */
export function outcomeOf(
  { tags }: ModelVersion,
  tag: string,
): { number?: string; refused?: string } | undefined {
  const outcome = tags[tag];
  if (outcome === undefined) return undefined;
  return outcome.startsWith(REFUSED) ? { refused: outcome.slice(REFUSED.length) } : { number: outcome };
}

/** Lets them be sent again. */
export async function forgetRefusedVersions(registry: RegistryStore, tag: string): Promise<void> {
  for (const version of await versionsIn(registry)) {
    if (outcomeOf(version, tag)?.refused === undefined) continue;
    await registry.deleteModelVersionTag(version.name, version.version, tag);
  }
}

async function versionsIn(registry: RegistryStore): Promise<ModelVersion[]> {
  const versions: ModelVersion[] = [];
  for (const { name } of await registry.listRegisteredModels()) {
    versions.push(...[...(await registry.listModelVersions(name))].reverse());
  }
  return versions;
}

function recordOf({ name, version }: ModelVersion): string {
  return `version ${version} of ${name}`;
}

/** The number of a version's copy; `undefined` while its run waits. */
async function sendVersion(
  sending: Sending,
  version: ModelVersion,
  sentOf: (runId: string) => SentRun | undefined,
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
    const sent = sentOf(needed);
    if (!sent) return undefined;
    if (sent.id === "") throw RunNotFound.create({ runId: needed, store: sending.to.uri });
    if (needed === model?.sourceRunId) {
      const attempt = attempts(sending, needed, sent);
      if (!(await sendModel(sending, run, sent, model.modelId, sending.isSure(needed), attempt)))
        return undefined;
      sending.save(needed, sent);
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
