import { InvalidOption } from "@imdb/core";
import { anObject, having, listOf, optional, optionsOf, within } from "@imdb/core/options";
import type { Predictor } from "../predictor/predictor.js";

/** A model with its share of the requests. */
export interface Share {
  readonly predictor: Predictor;
  /** From 0 to 1. */
  readonly weight: number;
}

/** Which models answer. */
export interface Deployment {
  /** Answers the requests that no canary answers. */
  readonly champion: Predictor;
  /** Each answers its share of the requests; shares sum to at most 1. */
  readonly canaries?: readonly Share[];
  /** Each scores its share of the requests too, after the answer is sent; its predictions only go into metrics. */
  readonly shadows?: readonly Share[];
}

export const predictorRule = having<Predictor>("a predictor", "predictBatch");
const shares = optional(listOf(anObject<Share>("a predictor with its weight")));
const deploymentOptions = optionsOf<Deployment, "canaries" | "shadows">({
  champion: predictorRule,
  canaries: shares,
  shadows: shares,
});
const shareOptions = optionsOf<Share>({ predictor: predictorRule, weight: within(0, 1) });

/** The models of a service at one moment. A request keeps the one that it began with. */
export interface Models {
  readonly all: readonly Predictor[];
  readonly champion: Predictor;
  /** The model that answers a request. The same key always gets the same one. */
  choose(key: string): Predictor;
  /** The shadow models that score a request too. */
  shadowsOf(key: string): readonly Predictor[];
}

/**
 * Checks a deployment and makes its routing.
 *
 * @throws `INVALID_OPTION` for weights outside 0–1, canaries that sum to more than 1, and what is no predictor.
 */
export function createModels(deployment: Deployment): Models {
  const { champion, canaries = [], shadows = [] } = deploymentOptions.resolve(deployment, "a deployment");
  for (const share of [...canaries, ...shadows]) shareOptions.resolve(share, "a deployment");
  const sum = canaries.reduce((total, { weight }) => total + weight, 0);
  if (sum > 1 + 1e-9) {
    throw InvalidOption.create({ option: "canaries", value: sum, expected: "weights that sum to at most 1" });
  }
  return {
    champion,
    all: [champion, ...canaries.map((c) => c.predictor), ...shadows.map((s) => s.predictor)],
    choose(key) {
      if (canaries.length === 0) return champion;
      let at = unitHash(key);
      for (const { predictor, weight } of canaries) {
        if (at < weight) return predictor;
        at -= weight;
      }
      return champion;
    },
    shadowsOf(key) {
      if (shadows.length === 0) return [];
      // Not the hash of the canaries: a shadow of 10% would get the requests of a canary of 10% only.
      const at = unitHash(`shadow ${key}`);
      return shadows.filter(({ weight }) => at < weight).map(({ predictor }) => predictor);
    },
  };
}

/** A number in [0, 1) from a key: FNV-1a with the finalizer of MurmurHash3, so that similar keys differ. */
function unitHash(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}
