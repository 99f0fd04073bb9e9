import type { ContractCase } from "@imdb/core/testing";
import type { TrackingStore } from "../store/tracking-store.js";
import { artifactContract } from "./contract/artifact-contract.js";
import { experimentContract } from "./contract/experiment-contract.js";
import { modelContract } from "./contract/model-contract.js";
import { runContract } from "./contract/run-contract.js";
import { searchContract } from "./contract/search-contract.js";

/** What every {@link TrackingStore} must keep to. Names carry a random part: a server may hold others' runs. */
export function trackingStoreContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
    ...experimentContract(make),
    ...runContract(make),
    ...artifactContract(make),
    ...searchContract(make),
    ...modelContract(make),
  ];
}
