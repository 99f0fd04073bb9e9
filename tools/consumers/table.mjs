import { alignedTable } from "../docs/aligned-table.mjs";
import { ON_THREADS } from "./result.mjs";

const HEAD = ["tool chain", "version", "what ran", "threads", "digest of the bundle", "result"];

/**
 * Judges the rows of all cells: a row is right when every step that it ran worked, and its bundle has the digest of
 * the program in plain Node.
 *
 * @param rows    `{ title, version, result, threads, error, missing }`; `threads` is what is expected: `own` threads,
 *                `calling` (the calling thread, with a warning), `either`, or `none` where nothing starts any.
 * @param digest  Of the bundle in plain Node.
 * @returns The table as lines, what is wrong, what was not checked, and the counts.
 */
export function judge(rows, digest) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const problems = [];
  const notChecked = [];
  const body = rows.map((row) => {
    const found = row.missing ? [] : problemsOf(row, digest);
    total[row.missing ? "skipped" : found.length > 0 ? "failed" : "passed"]++;
    if (row.missing) notChecked.push({ title: row.title, why: row.missing });
    problems.push(...found.map((problem) => `✗ ${row.title}: ${excerpt(problem)}`));
    const verdict = row.missing
      ? `not checked: ${row.missing}`
      : found.length > 0
        ? `FAIL ${short(found[0])}`
        : "ok";
    return [
      row.title,
      row.version ?? "",
      whatRan(row),
      threadsOf(row),
      row.result?.digest?.slice(7, 19) ?? "",
      verdict,
    ];
  });
  return { lines: alignedTable([HEAD, ...body]), problems, notChecked, total };
}

function problemsOf({ error, result, threads }, digest) {
  if (error) return [error];
  if (!result) return ["it gave no result"];
  if (result.types) return result.problems;
  const found = result.outcomes
    .filter(({ problem }) => problem)
    .map(({ step, problem }) => `${step}: ${problem}`);
  if (result.digest !== digest) found.push(`the bundle has the digest ${result.digest}, not ${digest}`);
  const without = result.outcomes.filter(
    (one) => ON_THREADS.includes(one.step) && one.threads === 0 && !one.problem,
  );
  if (threads === "own" && without.length > 0) {
    found.push(`no thread was started by ${without.map(({ step }) => step).join(", ")}`);
  }
  if (threads === "calling" || (threads === "either" && without.length > 0))
    found.push(...warningProblems(result));
  const started = result.outcomes.filter((one) => ON_THREADS.includes(one.step) && one.threads > 0);
  if (threads === "calling" && started.length > 0)
    found.push(
      `the calling thread should do the work, threads were started by ${started.map(({ step }) => step).join(", ")}`,
    );
  return found;
}

/** Where a package finds no worker script it says so once; another package says it of its own. */
function warningProblems({ outcomes, warnings = [] }) {
  const about = warnings.filter((warning) => warning.includes("calling thread"));
  const ran = outcomes.filter(({ step }) => ON_THREADS.includes(step)).length;
  if (about.length === ran && new Set(about).size === ran) return [];
  return [
    `one warning of each package should say that the calling thread does the work, there are ${about.length} of ${ran}`,
  ];
}

function whatRan({ result }) {
  if (!result) return "";
  return (
    result.ran ??
    (result.outcomes.length > 8 ? "the whole program" : result.outcomes.map(({ step }) => step).join(", "))
  );
}

function threadsOf({ threads, result }) {
  if (!result || threads === "none") return "";
  const onThreads = result.outcomes.filter(({ step }) => ON_THREADS.includes(step));
  if (onThreads.every((one) => !one.threads) && result.warnings?.length > 0)
    return "calling thread, one warning a package";
  return onThreads.some((one) => one.threads === undefined) ? "two, not counted" : "two";
}

/** The line of an error that says what is wrong: before it, tools print what they were doing. */
function short(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*throw /.test(line));
  const telling = lines.find((line) => /\b(?:[A-Z]\w*Error|error TS\d+)\b/.test(line)) ?? lines[0] ?? "";
  const line = (lines[0] === telling ? telling : `${lines[0].split(":")[0]}: ${telling}`).replaceAll(
    "|",
    "\\|",
  );
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}

/** The beginning of an error: a bundle prints its code with it. */
function excerpt(text) {
  const lines = text.split("\n").map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line));
  return lines.length > 16 ? [...lines.slice(0, 16), "…"].join("\n") : lines.join("\n");
}
