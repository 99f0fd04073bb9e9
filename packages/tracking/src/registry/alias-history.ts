import { parseWith } from "@imdb/core";
import { z } from "zod";
import type { RegistryStore } from "../store/registry-store.js";

/** One version's time with an alias. */
export interface AliasTurn {
  readonly version: string;
  /** ISO 8601. */
  readonly time: string;
  readonly reason: string;
}

const KEPT = 50;
const turns = z.array(z.object({ version: z.string(), time: z.string(), reason: z.string() }));

/** Which versions had an alias, oldest first; kept in the tag `imdb.history.<alias>` of the registered model. */
export async function readHistory(
  registry: RegistryStore,
  name: string,
  alias: string,
): Promise<AliasTurn[]> {
  const text = (await registry.getRegisteredModel(name)).tags[`imdb.history.${alias}`];
  return text === undefined
    ? []
    : parseWith(turns, JSON.parse(text), `The history of alias ${alias} of ${name}`);
}

/** Replaces the history of an alias; the newest 50 turns are kept. */
export async function writeHistory(
  registry: RegistryStore,
  name: string,
  alias: string,
  history: readonly AliasTurn[],
): Promise<void> {
  await registry.setRegisteredModelTag(name, `imdb.history.${alias}`, JSON.stringify(history.slice(-KEPT)));
}
