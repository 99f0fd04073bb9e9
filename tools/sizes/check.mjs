// `node tools/sizes/check.mjs [--record]`: bundles every public entry of the built packages and the named uses, prints
// what they weigh, and exits 1 when one is over its limit. `--record` writes the sizes and docs/sizes.md anew.
import { bundleSizeProblems, measureAll, recordBundleSizes } from "./bundle-sizes.mjs";

const measured = await measureAll();
for (const { name, platform, minified, gzipped } of measured) {
  console.log(`${String(minified).padStart(7)} ${String(gzipped).padStart(7)}  ${name} (${platform})`);
}
if (process.argv.includes("--record")) await recordBundleSizes(measured);
const problems = await bundleSizeProblems(measured);
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
