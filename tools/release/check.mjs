// `node tools/release/check.mjs [--record]`: packs every package as it will be published and checks the tarballs:
// what is in them, their sizes, what they add to a bundle, publint, types under every resolution, consumers, a dry run
// of publishing. `--record` writes the sizes down. Ends with `N passed, N failed, N skipped`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleSizeProblems, measureAll } from "../sizes/bundle-sizes.mjs";
import { aloneProblems } from "./alone.mjs";
import { consumerProblems } from "./consumers.mjs";
import { contentProblems } from "./contents.mjs";
import { declarationProblems } from "./declarations.mjs";
import { attwProblems, publintProblems } from "./lint.mjs";
import { oneFileProblems } from "./one-file.mjs";
import { packAll } from "./pack.mjs";
import { publishProblems } from "./publish-tarball.mjs";
import { recordSizes, sizeProblems } from "./sizes.mjs";

const folder = await mkdtemp(join(tmpdir(), "imdb-release-"));
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  const packages = await packAll(folder);
  if (process.argv.includes("--record")) await recordSizes(packages);
  await check("tarballs hold what users need", packages.flatMap(contentProblems));
  await check("sizes", sizeProblems(packages));
  await check("sizes in a bundle", measureAll().then(bundleSizeProblems));
  await check("publint", each(packages, publintProblems));
  await check("types from ESM, CommonJS and bundlers", each(packages, attwProblems));
  await check("types that a library author can name", declarationProblems(packages));
  await check("@imdb/serve without its optional packages, and by every condition", aloneProblems(packages));
  await check("programs in one file", oneFileProblems(packages));
  await check(
    "npm publish --dry-run",
    each(packages, (one) => publishProblems(one, { dryRun: true })),
  );
  await check("consumers of the tarballs", consumerProblems(packages));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function check(name, found) {
  const begun = Date.now();
  const problems = await found;
  total[problems.length > 0 ? "failed" : "passed"]++;
  console.log(`${problems.length > 0 ? "✗" : "✓"} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  for (const problem of problems) console.log(`  ${problem}`);
}

async function each(packages, problemsOf) {
  const problems = [];
  for (const one of packages) problems.push(...(await problemsOf(one)));
  return problems;
}
