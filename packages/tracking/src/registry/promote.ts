import { type Gate, parseWith } from "@imdb/core";
import { z } from "zod";
import type { ModelVersion } from "../entities/model.js";
import { NoRollback, PromotionRefused, RegisteredModelNotFound } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";

/** Decides on a promotion by the metrics of the runs that made the two versions. What it throws is thrown. */
export type PromotionGate = Gate<Readonly<Record<string, number>>>;

/** What to promote. */
export interface PromoteOptions {
  readonly name: string;
  readonly version: string;
  /** Default `champion`. */
  readonly alias?: string;
  readonly gate: PromotionGate;
}

/** A promotion that took place. */
export interface Promotion {
  readonly version: string;
  /** The version that had the alias before. */
  readonly previous: string | undefined;
  readonly reason: string;
}

/**
 * Gives an alias to a version if a gate lets it. The decision, passed or refused, is recorded on the version in
 * the tag `imdb.promotion.<alias>`: when, against which version, why, and the metrics it was made on.
 *
 * @throws `PROMOTION_REFUSED` when the gate refuses; `REGISTERED_MODEL_NOT_FOUND`.
 * @example no-run
 * const gate = minimumGain("accuracy", 0.001);
 * await promote(store, { name: "sentiment", version: "4", gate });
 */
export async function promote(
  store: TrackingStore,
  { name, version, alias = "champion", gate }: PromoteOptions,
): Promise<Promotion> {
  const { registry } = store;
  const candidate = await registry.getModelVersion(name, version);
  const champion = await versionWithAlias(store, name, alias);
  const candidateMetrics = await metricsOf(store, candidate);
  const championMetrics = champion && (await metricsOf(store, champion));
  const { passed, reasons } = await gate(candidateMetrics, championMetrics);
  const reason = reasons.join("; ");
  const decision = {
    time: new Date().toISOString(),
    passed,
    reasons,
    against: champion?.version ?? null,
    candidateMetrics: readable(candidateMetrics),
    championMetrics: readable(championMetrics ?? {}),
  };
  await registry.setModelVersionTag(name, version, `imdb.promotion.${alias}`, JSON.stringify(decision));
  if (!passed) throw PromotionRefused.create({ name, version, alias, reason });
  await turn(store, name, alias, champion, { version, time: decision.time, reason });
  return { version, previous: champion?.version, reason };
}

/**
 * Gives an alias back to the version that had it before the present one.
 *
 * @throws `NOTHING_TO_ROLL_BACK`
 */
export async function rollback(
  store: TrackingStore,
  { name, alias = "champion", reason }: { name: string; alias?: string; reason: string },
): Promise<Promotion> {
  const current = await versionWithAlias(store, name, alias);
  if (!current) throw NoRollback.create({ name, alias, reason: "no version has it" });
  const history = await readHistory(store, name, alias);
  const at = history.findLastIndex((entry) => entry.version === current.version);
  const previous = history.slice(0, at).findLast((entry) => entry.version !== current.version);
  if (!previous) throw NoRollback.create({ name, alias, reason: "no version had it before" });
  await store.registry.getModelVersion(name, previous.version);
  const why = `rolled back from version ${current.version}: ${reason}`;
  // The turn that is taken back goes, so that a second rollback leads one further back.
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

/** The history is written first: should the alias not follow, a rollback still finds where it stands. */
async function turn(
  store: TrackingStore,
  name: string,
  alias: string,
  before: ModelVersion | undefined,
  next: AliasTurn,
): Promise<void> {
  const history = await readHistory(store, name, alias);
  const last = history.at(-1)?.version;
  // An alias that was set by hand has a turn too.
  const known =
    before && last !== before.version
      ? [...history, { version: before.version, time: next.time, reason: "set by hand" }]
      : history;
  await writeHistory(store, name, alias, [...known, next]);
  await store.registry.setAlias(name, alias, next.version);
}

/** JSON knows no NaN; what the machine was doing had no part in the decision. */
function readable(metrics: Readonly<Record<string, number>>): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(metrics)
      .filter(([key]) => !key.startsWith("system/"))
      .map(([key, value]) => [key, Number.isFinite(value) ? value : String(value)]),
  );
}

const KEPT_TURNS = 50;

/** One version's time with an alias; `time` in ISO 8601. */
const aliasTurn = z.object({ version: z.string(), time: z.string(), reason: z.string() });
type AliasTurn = z.output<typeof aliasTurn>;

/** Which versions had an alias, oldest first; kept in the tag `imdb.history.<alias>` of the registered model. */
async function readHistory({ registry }: TrackingStore, name: string, alias: string): Promise<AliasTurn[]> {
  const text = (await registry.getRegisteredModel(name)).tags[`imdb.history.${alias}`] ?? "[]";
  return parseWith(z.array(aliasTurn), JSON.parse(text), `The history of alias ${alias} of ${name}`);
}

/** Replaces the history of an alias; the newest 50 turns are kept. */
async function writeHistory(
  { registry }: TrackingStore,
  name: string,
  alias: string,
  history: readonly AliasTurn[],
): Promise<void> {
  const kept = JSON.stringify(history.slice(-KEPT_TURNS));
  await registry.setRegisteredModelTag(name, `imdb.history.${alias}`, kept);
}
