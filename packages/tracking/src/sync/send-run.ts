import type { Run } from "../entities/run.js";
import { TagNotFound } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";
import { sendArtifacts } from "./send-artifacts.js";
import { sendMetrics } from "./send-metrics.js";
import { sendModel } from "./send-model.js";
import { type Attempt, attempts, once, type Sending, sendTogether } from "./sending.js";
import { aboutOf, changed, nothingSent, type SentRun, SOURCE_TAG, sentByCopy } from "./sent.js";

const PARENT_TAG = "mlflow.parentRunId";

/**
 * Sends what of a run is not on the other store yet: parameters, tags, datasets, metrics, artifacts and logged models,
 * then how it stands. A copy carries the tag `imdb.sync.source`, by which it is found again.
 *
 * @param experiment  The id of the experiment's copy.
 * @param before      What is known to be there.
 * @param stamp       What the run looked like before it was read.
 * @returns What is known then.
 */
export async function sendRun(
  sending: Sending,
  experiment: string,
  run: Run,
  before: SentRun | undefined,
  stamp = "",
): Promise<SentRun> {
  const { runId, lifecycleStage } = run.info;
  const sent = before ?? nothingSent("");
  let isSure = sending.isSure(runId);
  let over = false;
  try {
    const isThere =
      sent.id !== "" ||
      (await once(sent, attempts(sending, runId, sent))("run", async () => {
        const copy = await findCopy(sending, experiment, run);
        Object.assign(sent, copy ?? (await createCopy(sending, experiment, run)));
        isSure = copy === undefined;
        sending.save(runId, sent);
      }));
    // A run that was refused takes what belongs to it along, and one that is deleted on both sides rests.
    const rests = sent.id === "" || (lifecycleStage === "deleted" && sent.lifecycle === "deleted");
    over = isThere && (rests || (await sendContent(sending, run, sent, isSure)));
    sent.stamp = over ? stamp : "";
    return sent;
  } finally {
    sending.save(runId, sent);
    // What was thrown may have been an answer that got lost.
    if (!over) sending.doubt(runId);
  }
}

async function sendContent(sending: Sending, run: Run, sent: SentRun, isSure: boolean): Promise<boolean> {
  const { to, counts } = sending;
  const { runId, lifecycleStage, artifactUri } = run.info;
  const attempt = attempts(sending, runId, sent);
  const part = once(sent, attempt);
  if (lifecycleStage === "active") await part("restoring it", () => move(sending, sent, "active"));
  const parts = [
    await sendTexts(sending, run, sent, attempt),
    await part("datasets", async () => {
      if (run.inputs.length > sent.inputs) await to.logInputs(sent.id, run.inputs);
      sent.inputs = run.inputs.length;
    }),
    await sendMetrics(sending, run, sent, isSure, attempt),
  ];
  const [source, target] = [{ runId }, { runId: sent.id }];
  const copy = { source, target, sourceUri: artifactUri, sent: sent.artifacts, isSure };
  const artifacts = await sendArtifacts(sending, copy, attempt);
  counts.artifacts += artifacts.count;
  parts.push(artifacts.over);
  for (const { modelId } of run.outputs) {
    let over = true;
    const tried = await part(`model ${modelId}`, async () => {
      over = await sendModel(sending, run, sent, modelId, isSure, attempt);
    });
    parts.push(tried && over);
  }
  parts.push(await part("its status", () => sendAbout(sending, run, sent)));
  if (lifecycleStage === "deleted") {
    parts.push(await part("deleting it", () => move(sending, sent, "deleted")));
  }
  return parts.every(Boolean);
}

/** The copy that an earlier sync made, whatever became of the process that did it. */
async function findCopy({ to }: Sending, experimentId: string, run: Run): Promise<SentRun | undefined> {
  const filter = `tags.\`${SOURCE_TAG}\` = '${run.info.runId}'`;
  const { items } = await to.searchRuns({ experimentIds: [experimentId], filter, view: "ALL" });
  return items[0] && sentByCopy(run, items[0]);
}

async function createCopy({ to, copyOfRun }: Sending, experimentId: string, run: Run): Promise<SentRun> {
  const { runName, userId, startTime } = run.info;
  const tags = tagsOf(run, copyOfRun);
  const copy = await to.createRun({ experimentId, runName, userId, startTime, tags });
  return { ...nothingSent(copy.info.runId), tags, about: aboutOf(copy) };
}

/** Parameters and tags that are new or have changed, and tags that are gone. */
async function sendTexts(sending: Sending, run: Run, sent: SentRun, attempt: Attempt): Promise<boolean> {
  const { to } = sending;
  const tags = tagsOf(run, sending.copyOfRun);
  const entries: Text[] = [
    ...changed(run.params, sent.params).map(([key, value]) => ({ kind: "params" as const, key, value })),
    ...changed(tags, sent.tags).map(([key, value]) => ({ kind: "tags" as const, key, value })),
  ];
  let over = await sendTogether(sending, attempt, entries, nameOfText, async (records) => {
    await to.logBatch(sent.id, { params: textsOf("params", records), tags: textsOf("tags", records) });
  });
  if (over) {
    sent.params = { ...sent.params, ...textsOf("params", entries) };
    sent.tags = { ...sent.tags, ...textsOf("tags", entries) };
  }
  for (const key of Object.keys(sent.tags)) {
    if (Object.hasOwn(tags, key)) continue;
    const gone = await attempt(`deleting tag ${key}`, () => deleteTag(to, sent.id, key));
    if (gone) delete sent.tags[key];
    over &&= gone;
  }
  return over;
}

interface Text {
  readonly kind: "params" | "tags";
  readonly key: string;
  readonly value: string;
}

function textsOf(kind: Text["kind"], records: readonly Text[]): Record<string, string> {
  return Object.fromEntries(
    records.filter((text) => text.kind === kind).map(({ key, value }) => [key, value]),
  );
}

function nameOfText({ kind, key }: Text): string {
  return `${kind === "params" ? "param" : "tag"} ${key}`;
}

/** Somebody else may have deleted it there. */
async function deleteTag(to: TrackingStore, runId: string, key: string): Promise<void> {
  await to.deleteTag(runId, key).catch((cause: unknown) => {
    if (!TagNotFound.is(cause)) throw cause;
  });
}

/** The tags of a run's copy: its own, with its parent's copy in the place of its parent. */
function tagsOf({ info, tags }: Run, copyOfRun: Sending["copyOfRun"]): Record<string, string> {
  const parent = tags[PARENT_TAG];
  const copy = parent === undefined ? undefined : copyOfRun(parent);
  return { ...tags, ...(copy !== undefined && { [PARENT_TAG]: copy }), [SOURCE_TAG]: info.runId };
}

async function sendAbout({ to }: Sending, run: Run, sent: SentRun): Promise<void> {
  const about = aboutOf(run);
  if (about === sent.about) return;
  const { status, endTime, runName } = run.info;
  await to.updateRun(sent.id, {
    status,
    ...(endTime !== undefined && { endTime }),
    ...(runName !== "" && { runName }),
  });
  sent.about = about;
}

/** Moves a copy to the trash, or back, unless it is there. */
async function move({ to }: Sending, sent: SentRun, wanted: SentRun["lifecycle"]): Promise<void> {
  if (sent.lifecycle === wanted) return;
  const { lifecycleStage } = (await to.getRun(sent.id)).info;
  if (lifecycleStage !== wanted)
    await (wanted === "deleted" ? to.deleteRun(sent.id) : to.restoreRun(sent.id));
  sent.lifecycle = wanted;
}
