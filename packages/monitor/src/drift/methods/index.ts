import { andersonDarling } from "./anderson-darling.js";
import { chiSquare } from "./chi-square.js";
import { chiSquareContingency } from "./chi-square-contingency.js";
import { cramerVonMises } from "./cramer-von-mises.js";
import { energy } from "./energy.js";
import { fisherExact } from "./fisher-exact.js";
import { gTest } from "./g-test.js";
import { hellinger } from "./hellinger.js";
import { jensenShannon } from "./jensen-shannon.js";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.js";
import { kullbackLeibler } from "./kullback-leibler.js";
import { mannWhitney } from "./mann-whitney.js";
import type { DriftMethod } from "./method.js";
import { maximumMeanDiscrepancy } from "./mmd.js";
import { psi } from "./psi.js";
import { tTest } from "./t-test.js";
import { totalVariation } from "./total-variation.js";
import { wasserstein } from "./wasserstein.js";
import { zTest } from "./z-test.js";

/** Every drift method of this package; the names are Evidently's. */
export const driftMethods: readonly DriftMethod[] = [
  andersonDarling,
  chiSquare,
  chiSquareContingency,
  cramerVonMises,
  energy,
  fisherExact,
  gTest,
  hellinger,
  jensenShannon,
  kolmogorovSmirnov,
  kullbackLeibler,
  mannWhitney,
  maximumMeanDiscrepancy,
  psi,
  tTest,
  totalVariation,
  wasserstein,
  zTest,
];
