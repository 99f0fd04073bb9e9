import { andersonDarling } from "./anderson-darling.js";
import { energy, wasserstein } from "./area-distances.js";
import { chiSquare, chiSquareContingency, fisherExact, gTest, zTest } from "./category-tests.js";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.js";
import type { DriftMethod } from "./method.js";
import { maximumMeanDiscrepancy } from "./mmd.js";
import { cramerVonMises, mannWhitney, tTest } from "./number-tests.js";
import { hellinger, jensenShannon, kullbackLeibler, psi } from "./share-distances.js";
import { totalVariation } from "./total-variation.js";

/** The drift methods of this package. A method that Evidently has bears Evidently's name. */
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
