import { checkOption, rule } from "@imdb/core/options";
import { badge, formatNumber, type HtmlChild, notice, page, stats, table } from "@imdb/report";
import type { SuiteResult, TestResult } from "../suite/test-suite.js";
import { type PageOptions, pageOptions } from "./page-options.js";
import { numberColumns, textColumns } from "./table-parts.js";

const ORDER = { fail: 0, warn: 1, pass: 2 } as const;
const STATES = { fail: "failed", warn: "warned", pass: "passed" } as const;

const suiteResult = rule<SuiteResult>("a result of runSuite", (value) => {
  const { status, counts, results } = Object(value) as Partial<SuiteResult>;
  return status !== undefined && status in ORDER && Object(counts) === counts && Array.isArray(results);
});

/**
 * Writes the result of a test suite as one self-contained HTML page: the verdict, and every test with its figure and the
 * expected value, failed tests first. The same result gives the same bytes.
 *
 * @returns A document to write to a file as UTF-8.
 * @throws `INVALID_OPTION`
 */
export function suiteHtml(result: SuiteResult, options: PageOptions = {}): string {
  const { counts, results } = checkOption("result", result, suiteResult, "suiteHtml");
  const { title = "Test suite", subtitle } = pageOptions.resolve(options, "suiteHtml");
  const sorted = [...results].sort((a, b) => ORDER[a.status] - ORDER[b.status]);
  const notPassed = sorted.filter((r) => r.status !== "pass");
  const passed = sorted.filter((r) => r.status === "pass");
  return page({
    title,
    ...(subtitle !== undefined && { subtitle }),
    lead: [
      verdict(result),
      stats([
        { label: "failed", value: counts.fail, tone: counts.fail > 0 ? "fail" : "pass" },
        { label: "warned", value: counts.warn, tone: counts.warn > 0 ? "warn" : "pass" },
        { label: "passed", value: counts.pass },
      ]),
    ],
    sections: [
      { title: "Failed and warned", body: testTable("What does not hold, the failed first", notPassed) },
      { title: "Passed", body: testTable("What holds, in the order of the suite", passed) },
    ],
  });
}

function verdict({ status, counts, results }: SuiteResult): HtmlChild {
  const ofTests = `of ${formatNumber(results.length)} tests`;
  if (results.length === 0) return notice("muted", "The suite has no tests.");
  if (status === "fail") return notice("fail", `${formatNumber(counts.fail)} ${ofTests} failed.`);
  if (status === "warn")
    return notice("warn", `${formatNumber(counts.warn)} ${ofTests} warned, none failed.`);
  return notice("pass", `All ${formatNumber(results.length)} tests passed.`);
}

function testTable(caption: string, results: readonly TestResult[]): HtmlChild {
  return table({
    caption,
    columns: [...textColumns("figure", "state"), ...numberColumns("value"), ...textColumns("expected")],
    rows: results.map((r) => [
      r.figure,
      badge(r.status, STATES[r.status]),
      r.value,
      r.note === null ? r.expected : `${r.expected}; ${r.note}`,
    ]),
    empty: "none",
  });
}
