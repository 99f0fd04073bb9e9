import type { ContractCase } from "@imdb/core/testing";
import type { TrackingStore } from "../store/tracking-store.js";
import { MODEL_RULES } from "./model-rules.js";
import { STORE_RULES } from "./store-rules.js";

/** The contract of every {@link TrackingStore}: one test case for each rule. */
export function trackingStoreContract(make: () => Promise<TrackingStore>): ContractCase[] {
  const rules = Object.entries({ ...STORE_RULES, ...MODEL_RULES });
  return rules.map(([name, rule]) => ({ name, run: async () => rule(await make()) }));
}
