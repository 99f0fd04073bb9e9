import { alignedTable } from "../docs/aligned-table.mjs";

/** The columns of checks, in the order in which a runtime runs them. */
export const STEPS = [
  "main job",
  "data",
  "materialize",
  "features",
  "threads",
  "display",
  "search",
  "tracking",
  "flow",
  "predictor",
  "HTTP",
  "batch",
  "watch",
];

/**
 * Judges what every runtime gave: a step is right when it did not fail and has the same digest as everywhere else.
 *
 * @param rows  `{ name, version, expected, steps }` or `{ name, expected, missing }`; `expected` are the steps that it
 *              must have run.
 * @returns The table as lines, what is wrong, and how many checks passed, failed and were skipped.
 */
export function judge(rows) {
  const reference = referenceDigests(rows);
  const problems = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  const body = rows.map((row) => {
    if (row.missing) {
      total.skipped += row.expected.length;
      problems.push(`SKIPPED ${row.name}: ${row.missing}`);
      return [
        row.name,
        "not here",
        ...STEPS.map((step) => (row.expected.includes(step) ? "skipped" : "")),
        "",
        "",
      ];
    }
    const cells = STEPS.map((step) => {
      if (!row.expected.includes(step)) return "";
      const problem = problemOf(row, step, reference);
      total[problem ? "failed" : "passed"]++;
      if (problem) problems.push(`✗ ${row.name}, ${step}: ${problem}`);
      return problem ? "✗" : "✓";
    });
    const seconds = row.steps.reduce((sum, step) => sum + step.seconds, 0).toFixed(1);
    const bundle = row.steps.find(({ step }) => step === "main job")?.digest?.slice(0, 12) ?? "";
    return [row.name, row.version, ...cells, seconds, bundle];
  });
  for (const { name, steps = [], expected } of rows) {
    for (const { step, problem } of steps) {
      if (!expected.includes(step) && problem) problems.push(`✗ ${name}, ${step}: ${problem}`);
    }
  }
  return {
    lines: alignedTable([["runtime", "version", ...STEPS, "seconds", "bundle"], ...body]),
    problems,
    total,
  };
}

/** The digest that most runtimes have, of each step. */
function referenceDigests(rows) {
  return new Map(
    STEPS.map((step) => {
      const digests = rows
        .flatMap(({ steps = [] }) => steps)
        .filter((one) => one.step === step && one.digest);
      const counts = new Map();
      for (const { digest } of digests) counts.set(digest, (counts.get(digest) ?? 0) + 1);
      return [step, [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]];
    }),
  );
}

function problemOf({ steps }, name, reference) {
  const found = steps.find(({ step }) => step === name);
  if (!found) return "was not run";
  if (found.problem) return found.problem;
  if (!found.digest) return "gives nothing to compare";
  return found.digest === reference.get(name)
    ? undefined
    : `gives ${found.digest}, others ${reference.get(name)}`;
}
