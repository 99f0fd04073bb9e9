import type { DriftMethod } from "../method.js";
import { chiSquare } from "./chi-square.js";
import { chiSquareContingency } from "./chi-square-contingency.js";
import { jensenShannon } from "./jensen-shannon.js";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.js";
import { wasserstein } from "./wasserstein.js";
import { zTest } from "./z-test.js";

/** Every drift method of this package. */
export const driftMethods: readonly DriftMethod[] = [
  chiSquare,
  chiSquareContingency,
  jensenShannon,
  kolmogorovSmirnov,
  wasserstein,
  zTest,
];
