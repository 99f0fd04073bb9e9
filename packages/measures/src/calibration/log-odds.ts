import { portableLog, portableLog1p } from "@imdb/core";

const SMALLEST = 1e-15;

/** The log odds log(p / (1 − p)) of a probability, which is first clipped to 1e-15 … 1 − 1e-15. */
export function logOdds(p: number): number {
  const clipped = Math.min(Math.max(p, SMALLEST), 1 - SMALLEST);
  return portableLog(clipped) - portableLog1p(-clipped);
}
