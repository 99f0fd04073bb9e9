import { portableLog, portableLog1p } from "@imdb/core";

const EDGE = 1e-15;

/** log(p / (1 − p)), with p kept 1e-15 away from 0 and 1. */
export function logOdds(p: number): number {
  const kept = Math.min(Math.max(p, EDGE), 1 - EDGE);
  return portableLog(kept) - portableLog1p(-kept);
}
