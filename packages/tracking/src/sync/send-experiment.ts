import type { Experiment } from "../entities/experiment.js";
import { ensureExperiment } from "../store/ensure.js";
import type { RefusedRecord, SentExperiment } from "./sent.js";
import { attemptOnce, type Part, type SyncItem, sendParts } from "./sync-item.js";

/** The stored name of the refused record when an experiment is refused as a whole. */
const EXPERIMENT = "experiment";

/**
 * Sends what the other store does not have yet of an experiment. Its copy there is the experiment of the same name,
 * which is created when there is none. Name, tags and lifecycle stage of the copy are changed when they have changed
 * here since the last sync. A copy that somebody else deleted stays deleted.
 */
export async function sendExperiment(item: SyncItem, experiment: Experiment): Promise<void> {
  const { sent, context } = item;
  const { to } = context;
  const { name, tags, lifecycleStage } = experiment;
  if (sent.id === "") {
    await attemptOnce(item, EXPERIMENT, async () => {
      const copy = await ensureExperiment(to, name, tags);
      sent.id = copy.experimentId;
      sent.parts = { name, lifecycle: "active", ...withPrefix("tag ", copy.tags) };
    });
  }
  if (sent.id === "") return;
  await sendParts(item, [
    ...(lifecycleStage === "active" ? [lifecyclePart(item, experiment)] : []),
    { name: "name", fingerprint: name, send: () => to.renameExperiment(sent.id, name) },
    ...Object.entries(tags).map(([key, value]) => ({
      name: `tag ${key}`,
      fingerprint: value,
      send: () => to.setExperimentTags(sent.id, { [key]: value }),
    })),
  ]);
}

/** Deletes the copy of an experiment that was deleted. Called after its runs were sent. */
export async function sendDeletion(item: SyncItem, experiment: Experiment): Promise<void> {
  if (experiment.lifecycleStage === "deleted") await sendParts(item, [lifecyclePart(item, experiment)]);
}

function lifecyclePart({ sent, context: { to } }: SyncItem, { lifecycleStage }: Experiment): Part {
  return {
    name: "lifecycle",
    fingerprint: lifecycleStage,
    async send() {
      if ((await to.getExperiment(sent.id)).lifecycleStage === lifecycleStage) return;
      await (lifecycleStage === "deleted" ? to.deleteExperiment(sent.id) : to.restoreExperiment(sent.id));
    },
  };
}

/** Whether an experiment has no copy because it was refused. Its runs are not sent then. */
export function isRefusedExperiment(sent: SentExperiment | undefined): boolean {
  return sent?.id === "" && sent.refused.length > 0;
}

/** The refused records of an experiment as users see them: with its name. */
export function namedRefusals(refused: readonly RefusedRecord[], { name }: Experiment): RefusedRecord[] {
  return refused.map((one) => ({
    ...one,
    record: one.record === EXPERIMENT ? `experiment ${name}` : `${one.record} of experiment ${name}`,
  }));
}

function withPrefix(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
}
