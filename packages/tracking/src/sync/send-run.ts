import type { Run } from "../entities/run.js";
import { TagNotFound } from "../errors.js";
import { sendArtifacts } from "./send-artifacts.js";
import { sendMetrics } from "./send-metrics.js";
import { modelsOf, sendModel } from "./send-model.js";
import {
  attempt,
  attemptOnce,
  type RunConsignment,
  type Sending,
  sendParts,
  sendTogether,
} from "./sending.js";
import { nothingSent, type SentRun, SOURCE_TAG } from "./sent.js";

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
  const { runId: id, lifecycleStage } = run.info;
  const sent = before ?? nothingSent();
  const consignment: RunConsignment = { sending, id, run, sent, isSure: sending.isSure(id) };
  let over = false;
  // Should this process die while it sends, no other takes what it has saved itself for all that is there.
  if (!consignment.isSure && sent.id !== "") sending.save(id, sent);
  try {
    const isThere =
      sent.id !== "" || (await attemptOnce(consignment, "run", () => findOrMake(consignment, experiment)));
    // A run that was refused takes what belongs to it along, and one that is deleted on both sides rests.
    const rests = sent.id === "" || (lifecycleStage === "deleted" && sent.parts["lifecycle"] === "deleted");
    over = isThere && (rests || (await sendContent(consignment)));
    sent.stamp = over ? stamp : "";
    return sent;
  } finally {
    sending.save(id, sent);
    // What was thrown may have been an answer that got lost.
    if (!over) sending.doubt(id);
  }
}

/** The copy that an earlier sync made, whatever became of the process that did it, or a new one. */
async function findOrMake(consignment: RunConsignment, experimentId: string): Promise<void> {
  const { sending, run, sent, id } = consignment;
  const { to } = sending;
  const filter = `tags.\`${SOURCE_TAG}\` = '${id}'`;
  const { items } = await to.searchRuns({ experimentIds: [experimentId], filter, view: "ALL" });
  const { runName, userId, startTime } = run.info;
  const tags = tagsOf(consignment);
  const copy = items[0] ?? (await to.createRun({ experimentId, runName, userId, startTime, tags }));
  sent.id = copy.info.runId;
  const models = modelsOf(copy);
  sent.models = models.ids;
  sent.parts = Object.fromEntries([
    ...models.links,
    ...textsOf("param", copy.params).map(({ name, state }) => [name, state]),
    ...textsOf("tag", copy.tags).flatMap(({ name, key, state }) =>
      Object.hasOwn(tags, key) ? [[name, state]] : [],
    ),
    ["datasets", String(copy.inputs.length)],
    ["its status", aboutOf(copy)],
    ["lifecycle", "active"],
  ]);
  consignment.isSure = items[0] === undefined;
  sending.save(id, sent);
}

async function sendContent(consignment: RunConsignment): Promise<boolean> {
  const { sending, run, sent } = consignment;
  const { to } = sending;
  const { runId, lifecycleStage, artifactUri, status, endTime, runName } = run.info;
  const lifecycle = {
    name: "lifecycle",
    state: lifecycleStage,
    send: async () => {
      if ((await to.getRun(sent.id)).info.lifecycleStage === lifecycleStage) return;
      await (lifecycleStage === "deleted" ? to.deleteRun(sent.id) : to.restoreRun(sent.id));
    },
  };
  const datasets = {
    name: "datasets",
    state: String(run.inputs.length),
    send: () => to.logInputs(sent.id, run.inputs),
  };
  const about = {
    name: "its status",
    state: aboutOf(run),
    send: () =>
      to.updateRun(sent.id, {
        status,
        ...(endTime !== undefined && { endTime }),
        ...(runName !== "" && { runName }),
      }),
  };
  const isActive = lifecycleStage === "active";
  const parts = [
    // A copy that is in the trash takes nothing.
    await sendParts(consignment, isActive ? [lifecycle] : []),
    await sendTexts(consignment),
    await sendParts(consignment, [datasets]),
    await sendMetrics(consignment),
    await sendArtifacts(consignment, {
      source: { runId },
      target: { runId: sent.id },
      sourceUri: artifactUri,
    }),
  ];
  for (const { modelId } of run.outputs) parts.push(await sendModel(consignment, modelId));
  parts.push(await sendParts(consignment, isActive ? [about] : [about, lifecycle]));
  return parts.every(Boolean);
}

interface Text {
  readonly kind: "param" | "tag";
  readonly key: string;
  readonly name: string;
  readonly state: string;
}

function textsOf(kind: Text["kind"], record: Readonly<Record<string, string>>): Text[] {
  return Object.entries(record).map(([key, state]) => ({ kind, key, name: `${kind} ${key}`, state }));
}

/** Parameters and tags that are new or have changed, and tags that are gone. */
async function sendTexts(consignment: RunConsignment): Promise<boolean> {
  const { sending, run, sent } = consignment;
  const tags = textsOf("tag", tagsOf(consignment));
  const changed = [...textsOf("param", run.params), ...tags].filter(
    ({ name, state }) => sent.parts[name] !== state,
  );
  const recordOf = (texts: readonly Text[], kind: Text["kind"]) =>
    Object.fromEntries(texts.flatMap((text) => (text.kind === kind ? [[text.key, text.state]] : [])));
  let over = await sendTogether(consignment, changed, (texts) =>
    sending.to.logBatch(sent.id, { params: recordOf(texts, "param"), tags: recordOf(texts, "tag") }),
  );
  if (over) for (const { name, state } of changed) sent.parts[name] = state;
  const kept = new Set(tags.map(({ name }) => name));
  for (const name of Object.keys(sent.parts)) {
    if (!name.startsWith("tag ") || kept.has(name)) continue;
    const gone = await attempt(consignment, `deleting ${name}`, async () => {
      await sending.to.deleteTag(sent.id, name.slice("tag ".length)).catch((cause: unknown) => {
        // Somebody else may have deleted it there.
        if (!TagNotFound.is(cause)) throw cause;
      });
    });
    if (gone) delete sent.parts[name];
    over &&= gone;
  }
  return over;
}

/** The tags of a run's copy: its own, with its parent's copy in the place of its parent. */
function tagsOf({ sending, run: { info, tags } }: RunConsignment): Record<string, string> {
  const parent = tags[PARENT_TAG];
  const copy = parent === undefined ? undefined : sending.copyOfRun(parent);
  return { ...tags, ...(copy !== undefined && { [PARENT_TAG]: copy }), [SOURCE_TAG]: info.runId };
}

/** What of a run can change after its start, besides its records. */
function aboutOf({ info: { runName, status, endTime } }: Run): string {
  return JSON.stringify({ runName, status, endTime });
}
