// `node tools/release/publish.mjs [--dry-run]`: publishes every package whose version the registry does not have, as
// the tarballs that tools/release/check.mjs checks, then tags the commit. Run by the release workflow.
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { levelOf } from "../shape/layers.mjs";
import { packAll, ROOT } from "./pack.mjs";
import { publishProblems } from "./publish-tarball.mjs";

const dryRun = process.argv.includes("--dry-run");
const folder = await mkdtemp(join(tmpdir(), "imdb-publish-"));
try {
  const packages = await packAll(folder);
  // From the bottom: who installs in the middle of a release finds what a package needs.
  const level = ({ name }) => levelOf(name.replace("@imdb/", ""));
  packages.sort((a, b) => level(a) - level(b));
  for (const one of packages) {
    if (await isPublished(one)) {
      console.log(`${one.name}@${one.version} is published already`);
      continue;
    }
    const problems = await publishProblems(one, { dryRun });
    if (problems.length > 0) throw new Error(problems.join("\n"));
    console.log(`${dryRun ? "would publish" : "published"} ${one.name}@${one.version}, ${one.size} bytes`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
// Its "New tag:" lines tell changesets/action what was published.
if (!dryRun) {
  const { status } = spawnSync("npx", ["changeset", "tag"], { cwd: ROOT, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

function isPublished({ name, version }) {
  return new Promise((resolve, reject) => {
    execFile("npm", ["view", `${name}@${version}`, "version", "--json"], (error, stdout, stderr) => {
      if (!error) resolve(stdout.trim() !== "");
      else if (/E404/.test(stdout + stderr)) resolve(false);
      else reject(new Error(`the registry does not answer: ${stderr}`));
    });
  });
}
