import { InvalidOption } from "@imdb/core";
import type { Predictor } from "../predictor/predictor.js";

/** A model with its share of the requests, from 0 to 1. */
export interface Share {
  readonly predictor: Predictor;
  readonly weight: number;
}

/** Which models answer. */
export interface Deployment {
  /** Answers what no canary does. */
  readonly champion: Predictor;
  /** Each answers its share of the requests; shares sum to at most 1. */
  readonly canaries?: readonly Share[];
  /** Each is asked its share of the requests too, after the answer is sent; only metrics see what it says. */
  readonly shadows?: readonly Share[];
}

/** The models a service holds at one moment. Requests keep the one they began with. */
export interface Models {
  readonly all: readonly Predictor[];
  readonly champion: Predictor;
  /** The model that answers a request. The same key always gets the same one. */
  choose(key: string): Predictor;
  /** The models that look on. */
  shadowsOf(key: string): readonly Predictor[];
}

/**
 * Checks a deployment and makes its routing.
 *
 * @throws `INVALID_OPTION` for weights outside 0–1 or canaries that sum to more than 1.
 */
export function createModels({ champion, canaries = [], shadows = [] }: Deployment): Models {
  for (const { weight } of [...canaries, ...shadows]) {
    if (!(weight >= 0 && weight <= 1)) {
      throw InvalidOption.create({ option: "weight", value: weight, expected: "a number from 0 to 1" });
    }
  }
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
      // Another hash than the canaries', or a shadow of 10% would see the canary's 10% only.
      const at = unitHash(`shadow ${key}`);
      return shadows.filter(({ weight }) => at < weight).map(({ predictor }) => predictor);
    },
  };
}

/** A number in [0, 1) from a key: FNV-1a, finished as MurmurHash3 does so that near keys part. */
function unitHash(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}
