import { portableExp, portableLog1p } from "@imdb/core";

/** The softplus function log(1 + eᵗ), without overflow. */
export function softplus(t: number): number {
  return t > 0 ? t + portableLog1p(portableExp(-t)) : portableLog1p(portableExp(t));
}

/** The sigmoid function 1 / (1 + e⁻ᵗ), without overflow and accurate for large |t|. */
export function sigmoid(t: number): number {
  if (t >= 0) return 1 / (1 + portableExp(-t));
  const e = portableExp(t);
  return e / (1 + e);
}
