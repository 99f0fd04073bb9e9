import { decodeManifest, type Gate, InvalidBundle, parseWith } from "@imdb/core";
import { callback, nullable, optional, optionsOf, text } from "@imdb/core/options";
import * as z from "zod";
import type { ModelVersion } from "../entities/model.js";
import { ArtifactNotFound, NoRollback, PromotionRefused, RegisteredModelNotFound } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";

/** Decides on a promotion by the metrics of the runs of the two versions. `promote` throws what it throws. */
export type PromotionGate = Gate<Readonly<Record<string, number>>>;

/** Options of {@link promote}. */
export interface PromoteOptions {
  readonly name: string;
  readonly version: string;
  /** Default `champion`. */
  readonly alias?: string;
  readonly gate: PromotionGate;
  /**
   * The class, of two, that precision, recall and F1 of both versions are about; `null` for means over more than two classes.
   * Default: what the bundles of the versions say. A model that is no bundle says nothing: such figures are not compared.
   */
  readonly positive?: string | null | undefined;
}

const promoteOptions = optionsOf<PromoteOptions, "positive">({
  name: text,
  version: text,
  alias: ["champion", text],
  gate: callback<PromotionGate>(),
  positive: optional(nullable(text)),
});

/** Options of {@link rollback}. */
export interface RollbackOptions {
  readonly name: string;
  /** Default `champion`. */
  readonly alias?: string;
  /** Why; it is recorded on the version that loses the alias. */
  readonly reason: string;
}

const rollbackOptions = optionsOf<RollbackOptions>({ name: text, alias: ["champion", text], reason: text });

/** A promotion or a rollback. */
export interface Promotion {
  readonly version: string;
  /** The version that had the alias before. */
  readonly previous: string | undefined;
  readonly reason: string;
}

/**
 * Sets an alias to a version if the gate passes. The decision is recorded either way on the version, in the tag
 * `imdb.promotion.<alias>`: the time, the version compared with, the reasons, and the metrics and positive classes of both.
 * The gate gets the positive classes of the bundles, so that it does not compare metrics of different classes.
 *
 * @throws `PROMOTION_REFUSED` when the gate refuses; `REGISTERED_MODEL_NOT_FOUND`, `INVALID_OPTION`.
 * @example no-run
 * const gate = minimumGain("accuracy", 0.001);
 * await promote(store, { name: "sentiment", version: "4", gate });
 */
export async function promote(store: TrackingStore, options: PromoteOptions): Promise<Promotion> {
  const { name, version, alias, gate, ...given } = promoteOptions.resolve(options, "promote");
  const { registry } = store;
  const candidate = await registry.getModelVersion(name, version);
  const champion = await versionWithAlias(store, name, alias);
  const candidateMetrics = await metricsOf(store, candidate);
  const championMetrics = champion && (await metricsOf(store, champion));
  const positive = {
    candidate: given.positive === undefined ? await positiveOf(store, candidate) : given.positive,
    inService:
      given.positive === undefined ? champion && (await positiveOf(store, champion)) : given.positive,
  };
  const { passed, reasons } = await gate(candidateMetrics, championMetrics, positive);
  const reason = reasons.join("; ");
  const decision = {
    time: new Date().toISOString(),
    passed,
    reasons,
    against: champion?.version ?? null,
    candidateMetrics: jsonMetrics(candidateMetrics),
    championMetrics: jsonMetrics(championMetrics ?? {}),
    ...(typeof positive.candidate === "string" && { candidatePositive: positive.candidate }),
    ...(typeof positive.inService === "string" && { championPositive: positive.inService }),
  };
  await registry.setModelVersionTag(name, version, `imdb.promotion.${alias}`, JSON.stringify(decision));
  if (!passed) throw PromotionRefused.create({ name, version, alias, reason });
  await moveAlias(store, name, alias, champion, { version, time: decision.time, reason });
  return { version, previous: champion?.version, reason };
}

/**
 * Sets an alias back to the version that had it before the current one.
 *
 * @throws `NOTHING_TO_ROLL_BACK`, `INVALID_OPTION`
 */
export async function rollback(store: TrackingStore, options: RollbackOptions): Promise<Promotion> {
  const { name, alias, reason } = rollbackOptions.resolve(options, "rollback");
  const current = await versionWithAlias(store, name, alias);
  if (!current) throw NoRollback.create({ name, alias, reason: "no version has it" });
  const history = await readHistory(store, name, alias);
  const at = history.findLastIndex((entry) => entry.version === current.version);
  const previous = history.slice(0, at).findLast((entry) => entry.version !== current.version);
  if (!previous) throw NoRollback.create({ name, alias, reason: "no version had it before" });
  await store.registry.getModelVersion(name, previous.version);
  const why = `rolled back from version ${current.version}: ${reason}`;
  // The current entry is removed from the history, so that a second rollback goes one version further back.
  await writeHistory(store, name, alias, history.slice(0, history.indexOf(previous) + 1));
  await store.registry.setModelVersionTag(name, current.version, `imdb.rollback.${alias}`, why);
  await store.registry.setAlias(name, alias, previous.version);
  return { version: previous.version, previous: current.version, reason: why };
}

async function versionWithAlias(store: TrackingStore, name: string, alias: string) {
  const { aliases } = await store.registry.getRegisteredModel(name);
  const version = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  return version === undefined ? undefined : store.registry.getModelVersion(name, version);
}

async function metricsOf(
  store: TrackingStore,
  version: ModelVersion,
): Promise<Readonly<Record<string, number>>> {
  if (version.runId === "") {
    throw RegisteredModelNotFound.create({ name: `${version.name} (its run)`, version: version.version });
  }
  return (await store.getRun(version.runId)).metrics;
}

/** The positive class of the bundle of a version, `null` for more than two; `undefined` for a model that is no bundle. */
async function positiveOf({ artifacts }: TrackingStore, { modelId }: ModelVersion) {
  if (modelId === "") return undefined;
  try {
    const { positive, labels } = decodeManifest(await artifacts.read({ modelId }, "manifest.json"));
    return positive ?? (labels.length > 2 ? null : undefined);
  } catch (error) {
    if (ArtifactNotFound.is(error) || InvalidBundle.is(error)) return undefined;
    throw error;
  }
}

/** Sets an alias to a version. The history is written first, so a rollback works also if setting the alias fails. */
async function moveAlias(
  store: TrackingStore,
  name: string,
  alias: string,
  before: ModelVersion | undefined,
  next: AliasEntry,
): Promise<void> {
  const history = await readHistory(store, name, alias);
  const last = history.at(-1)?.version;
  // A version whose alias was set by hand is added to the history.
  const known =
    before && last !== before.version
      ? [...history, { version: before.version, time: next.time, reason: "set by hand" }]
      : history;
  await writeHistory(store, name, alias, [...known, next]);
  await store.registry.setAlias(name, alias, next.version);
}

/** Metrics as JSON, which has no NaN, without the system metrics, which play no part in the decision. */
function jsonMetrics(metrics: Readonly<Record<string, number>>): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(metrics)
      .filter(([key]) => !key.startsWith("system/"))
      .map(([key, value]) => [key, Number.isFinite(value) ? value : String(value)]),
  );
}

const MAX_HISTORY = 50;

/** One entry of an alias's history: the version that got it, and when, in ISO 8601. */
const aliasEntry = z.object({ version: z.string(), time: z.string(), reason: z.string() });
type AliasEntry = z.output<typeof aliasEntry>;

/** The versions that had an alias, oldest first; kept in the tag `imdb.history.<alias>` of the registered model. */
async function readHistory({ registry }: TrackingStore, name: string, alias: string): Promise<AliasEntry[]> {
  const text = (await registry.getRegisteredModel(name)).tags[`imdb.history.${alias}`] ?? "[]";
  return parseWith(z.array(aliasEntry), JSON.parse(text), `The history of alias ${alias} of ${name}`);
}

/** Replaces the history of an alias; the newest 50 entries are kept. */
async function writeHistory(
  { registry }: TrackingStore,
  name: string,
  alias: string,
  history: readonly AliasEntry[],
): Promise<void> {
  const kept = JSON.stringify(history.slice(-MAX_HISTORY));
  await registry.setRegisteredModelTag(name, `imdb.history.${alias}`, kept);
}
