import { InvalidOption } from "@imdb/core";
import { readArguments } from "@imdb/runtime/command";
import { assertResultFile, writeFileAtomic } from "@imdb/runtime/files";
import { driftReport } from "../drift/drift-report.js";
import { profileLog } from "../node/profile-log.js";
import { readReference } from "../node/read-reference.js";
import { driftHtml } from "../report/drift-html.js";
import { suiteHtml } from "../report/suite-html.js";
import { runSuite, type SuiteResult } from "../suite/test-suite.js";
import { readJson } from "./read-json.js";
import { generatedSuite } from "./suite-command.js";

/** The command `check LOG REFERENCE`. @returns The exit code of the suite. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { values: options, positionals } = readArguments(args, ["LOG", "REFERENCE"], {
    suite: text,
    html: text,
    json: text,
    "drift-html": text,
    "max-rejected": text,
  });
  const [log, from] = positionals as [string, string];
  for (const path of [options.html, options["drift-html"], options.json]) await assertResultFile(path);
  const maxRejected = wholeNumber(options["max-rejected"] ?? "0");
  const reference = await readReference(from);
  const { profile, rejected } = await profileLog(log, {
    topics: reference.topics ?? undefined,
    positive: reference.positive,
    // The texts of a log are raw.
    cleaning: reference.cleaning,
  });
  const { suite, untested } =
    options.suite === undefined
      ? generatedSuite(reference, profile)
      : { suite: await readJson(options.suite), untested: [] };
  const drift = driftReport({ reference, current: profile });
  const result = withRejected(
    runSuite({ suite, current: profile, reference, drift }),
    rejected.length,
    maxRejected,
  );
  const page = { subtitle: `${log}: ${profile.count} records` };
  if (options.html !== undefined) await writeFileAtomic(options.html, suiteHtml(result, page));
  if (options["drift-html"] !== undefined)
    await writeFileAtomic(options["drift-html"], driftHtml(drift, page));
  if (options.json !== undefined) {
    await writeFileAtomic(options.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  if (untested.length > 0) process.stdout.write(`not in the log, so not tested: ${untested.join(", ")}\n`);
  print(result);
  return result.exitCode;
}

/** Adds a test of the number of lines that are not records, so that no line is skipped without a result. */
function withRejected(result: SuiteResult, rejected: number, maxRejected: number): SuiteResult {
  const failed = rejected > maxRejected;
  const test = { figure: "log.rejectedLines", value: rejected, expected: `≤ ${maxRejected}`, note: null };
  const { pass, warn, fail } = result.counts;
  return {
    ...(failed ? { status: "fail", exitCode: 1 } : { status: result.status, exitCode: result.exitCode }),
    counts: { pass: pass + (failed ? 0 : 1), warn, fail: fail + (failed ? 1 : 0) },
    results: [{ ...test, status: failed ? "fail" : "pass" }, ...result.results],
  };
}

function print({ status, counts, results }: SuiteResult): void {
  for (const r of results) {
    if (r.status === "pass") continue;
    const note = r.note === null ? "" : ` (${r.note})`;
    process.stdout.write(`${r.status} ${r.figure}: ${r.value ?? "unknown"}, expected ${r.expected}${note}\n`);
  }
  const { pass, warn, fail } = counts;
  process.stdout.write(`${status}: ${pass} passed, ${warn} warned, ${fail} failed\n`);
}

function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw InvalidOption.create({ option: "--max-rejected", value, expected: "a whole number of at least 0" });
}
