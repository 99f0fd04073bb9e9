import { kolmogorovSf } from "@imdb/measures";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adjustPValues, type Correction, driftMethods, evidentlyMethods, tableDrift } from "../index.js";
import golden from "./golden/drift.json" with { type: "json" };
import { kolmogorovSmirnov } from "./methods/kolmogorov-smirnov.js";
import { type CategoricalPair, type NumericPair, pairOfCategories, pairOfNumbers } from "./methods/pair.js";

interface Case {
  readonly name: string;
  readonly type: "numeric" | "categorical";
  readonly reference: readonly (string | number)[];
  readonly current: readonly (string | number)[];
  readonly methods: Readonly<Record<string, { statistic?: number; pValue?: number }>>;
  readonly default: { method: string; score: number; threshold: number; drifted: boolean };
}

const cases = golden.cases as unknown as readonly Case[];

function pairOf(c: Pick<Case, "type" | "reference" | "current">): CategoricalPair | NumericPair {
  return c.type === "numeric"
    ? pairOfNumbers(c.reference as number[], c.current as number[])
    : pairOfCategories(c.reference as string[], c.current as string[]);
}

/** Equal to 1e-6 of the size, or of 1e-6 where the number is nearly 0. */
function close(ours: number | null, theirs: number | undefined, what: string): void {
  if (theirs === undefined) return;
  expect(Math.abs(ours! - theirs), `${what}: ${ours} and ${theirs}`).toBeLessThanOrEqual(
    1e-6 * Math.max(1e-6, Math.abs(theirs)),
  );
}

describe.each(cases)("$name, as in SciPy and Evidently", (c) => {
  test.each(Object.entries(c.methods))("%s", (name, expected) => {
    const method = driftMethods.find((m) => m.name === name)!;
    const score =
      c.type === "numeric" && method.numeric
        ? method.numeric(pairOf(c) as NumericPair)
        : method.categorical!(pairOf(c));
    close(score.statistic, expected.statistic, "statistic");
    // SciPy ends this test's series at terms of 1e-7, so its own p-values are good to that.
    if (name === "cramer_von_mises") expect(score.pValue).toBeCloseTo(expected.pValue!, 7);
    else close(score.pValue, expected.pValue, "p-value");
  });

  test("the choice of method and the decision are Evidently's", () => {
    const column = tableDrift({
      reference: { c: c.reference },
      current: { c: c.current },
      correction: "none",
    }).columns[0]!;
    expect(column).toMatchObject({
      status: "compared",
      method: c.default.method,
      threshold: c.default.threshold,
      drifted: c.default.drifted,
    });
    if (column.status === "compared") close(column.score, c.default.score, "score");
  });
});

test("Evidently's decision for every column of a table", () => {
  const table = (side: "reference" | "current") => Object.fromEntries(cases.map((c) => [c.name, c[side]]));
  const report = tableDrift({
    reference: table("reference"),
    current: table("current"),
    correction: "none",
    chooseMethod: evidentlyMethods,
  });
  const ours = Object.fromEntries(
    report.columns.map((c) => [c.column, c.status === "compared" && c.drifted]),
  );
  expect(ours).toEqual(Object.fromEntries(cases.map((c) => [c.name, c.default.drifted])));
});

describe("Kolmogorov–Smirnov", () => {
  test.each(golden.large)("large windows, $n and $m", ({ n, m, power, statistic, pValue }) => {
    const x = Array.from({ length: n }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);
    const y = Array.from({ length: m }, (_, i) => ((i + 1) * 0.7548776662466927) % 1);
    const z = power === 2 ? y.map((v) => v * v * 0.05 + v * 0.95) : y;
    const score = kolmogorovSmirnov.numeric!(pairOfNumbers(x, z));
    close(score.statistic, statistic, "statistic");
    close(score.pValue, pValue, "p-value");
  });

  test.each(golden.kolmogorov)("its distribution, d = $d, n = $n", ({ d, n, sf }) => {
    close(kolmogorovSf(d, n), sf, "sf");
  });
});

test.each(["bonferroni", "holm", "benjaminiHochberg"] as const)(
  "correction %s",
  (name: Exclude<Correction, "none">) => {
    const ours = adjustPValues(golden.corrections.pValues, name);
    ours.forEach((p, i) => {
      close(p, golden.corrections[name][i], `p-value ${i}`);
    });
  },
);

describe("for any windows", () => {
  const numbers = fc.array(
    fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.constantFrom(4e-323, 4.4e-323),
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  const words = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 40 });

  test.each(driftMethods.map((m) => [m.name, m] as const))(
    "%s is defined, and finds no drift between equal windows",
    (_, method) => {
      const p = (pair: CategoricalPair | NumericPair, numeric: boolean) =>
        numeric && method.numeric ? method.numeric(pair as NumericPair) : method.categorical?.(pair);
      fc.assert(
        fc.property(numbers, numbers, words, words, (x, y, u, v) => {
          for (const [pair, numeric] of [
            [pairOfNumbers(x, y), true],
            [pairOfCategories(u, v), false],
          ] as const) {
            const score = p(pair, numeric);
            if (!score) continue;
            expect(Number.isNaN(score.statistic), "statistic").toBe(false);
            if (score.pValue !== null)
              expect(score.pValue >= 0 && score.pValue <= 1, `p = ${score.pValue}`).toBe(true);
          }
          const equal = p(pairOfNumbers(x, x), true)!;
          if (method.result === "distance") expect(equal.statistic).toBeCloseTo(0, 6);
          else expect(equal.pValue).toBeGreaterThan(0.2);
        }),
        { numRuns: 30 },
      );
    },
  );
});
