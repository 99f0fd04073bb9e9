// `npm run check-data [-- CONFIG] [-- --data PATH] [-- --html FILE]`: validates a set-up and its data, says what
// is wrong and what to do, and exits with 1 when something is.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { toolPath } from "./optional/tools.mjs";
import { build, install } from "./prepare.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, html: { type: "string" } },
});
install();
build();
const { checkData, pipelineConfigSchema, renderQualityReport } = await import("@imdb/data-pipeline");

const path = values.data ?? toolPath("archive") ?? "download";
const config = positionals[0] ?? pipelineConfigSchema.parse({ data: { path, on_invalid: "quarantine" } });
const check = await checkData(config, { onProgress: draw });
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");

for (const { name, ok, message, remedy, code } of check.steps) {
  console.log(`${ok ? "ok  " : "FAIL"} ${name}: ${message}${ok ? "" : ` ${remedy} [${code}]`}`);
}
const marks = { info: "    ", warning: "WARN", error: "FAIL" };
for (const { severity, check: name, message, examples, ...words } of check.findings) {
  console.log(
    `${marks[severity]} ${name}: ${message}${severity === "info" || examples.length === 0 ? "" : ` (${examples.join("; ")})`}`,
  );
  const { observed, expected, remedy } = words;
  if (observed !== undefined) console.log(`     observed: ${observed}; expected: ${expected}`);
  if (remedy !== undefined) console.log(`     ${remedy}`);
}
for (const { id, source, row, field, problem } of check.dataset?.quarantined.slice(0, 20) ?? []) {
  console.log(`     ${id ?? `${source}, row ${row}`}${field ? `, ${field}` : ""}: ${problem}`);
}
if (values.html && check.dataset) {
  await writeFile(values.html, renderQualityReport(check.dataset));
  console.log(`The report is in ${values.html}.`);
}
console.log(check.ok ? "The data can be used." : "The data cannot be used as it is.");
process.exit(check.ok ? 0 : 1);

function draw({ stage, done, total }) {
  if (!process.stderr.isTTY || !total) return;
  process.stderr.write(`\r\u001b[K${stage} ${Math.floor((100 * done) / total)} %`);
}
