import type { Experiment } from "../entities/experiment.js";
import { ensureExperiment } from "../store/ensure.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { SentExperiment } from "./sent.js";

/**
 * Sends what of an experiment is not on the other store yet: the experiment of its name is used or made, and what has
 * changed since the last time is changed there: name, tags, deletion. An experiment that somebody else deleted there
 * stays deleted.
 *
 * @param before  What is known to be there.
 */
export async function sendExperiment(
  to: TrackingStore,
  { name, tags, lifecycleStage }: Experiment,
  before: SentExperiment | undefined,
): Promise<SentExperiment> {
  const sent = before ?? (await found(to, name, tags));
  if (lifecycleStage === "active" && sent.lifecycle === "deleted") {
    await to.restoreExperiment(sent.id);
    sent.lifecycle = "active";
  }
  if (sent.name !== name) await to.renameExperiment(sent.id, name);
  sent.name = name;
  const news = Object.entries(tags).filter(([key, value]) => sent.tags[key] !== value);
  if (news.length > 0) await to.setExperimentTags(sent.id, Object.fromEntries(news));
  Object.assign(sent.tags, tags);
  return sent;
}

/** Deletes an experiment that was deleted, which comes after its runs. */
export async function sendDeletion(
  to: TrackingStore,
  { lifecycleStage }: Experiment,
  sent: SentExperiment,
): Promise<void> {
  if (lifecycleStage === "active" || sent.lifecycle === "deleted") return;
  const there = await to.getExperiment(sent.id);
  if (there.lifecycleStage === "active") await to.deleteExperiment(sent.id);
  sent.lifecycle = "deleted";
}

async function found(
  to: TrackingStore,
  name: string,
  tags: Readonly<Record<string, string>>,
): Promise<SentExperiment> {
  const there = await ensureExperiment(to, name, tags);
  return { id: there.experimentId, name, tags: { ...there.tags }, lifecycle: "active" };
}
