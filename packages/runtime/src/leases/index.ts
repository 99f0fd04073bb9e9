export type { ErrorDefinition, ImdbError } from "@imdb/core";
export { LeaseLost } from "../errors.js";
export { fateOfProcess, type ProcessIdentity, processIdentity } from "../files/process-identity.js";
export { type BriefLease, type BriefLeaseOptions, briefLeases } from "./brief-lease.js";
export type { Lease } from "./hold-lease.js";
export type { LeaseHolder } from "./lease-file.js";
export { type HeldLease, type LeaseOptions, leaseStatus, type TakenLease, takeLease } from "./take-lease.js";
