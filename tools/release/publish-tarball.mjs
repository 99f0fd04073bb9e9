import { execFile } from "node:child_process";

/**
 * Hands one tarball to `npm publish`, which takes access and provenance from its `publishConfig`.
 *
 * @returns Problems; none when it is published (or would be).
 */
export function publishProblems({ name, tarball }, { dryRun, tag = "latest" }) {
  const args = ["publish", tarball, "--tag", tag, "--loglevel=error", "--ignore-scripts"];
  if (dryRun) args.push("--dry-run");
  return new Promise((resolve) => {
    execFile("npm", args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve(error ? [`${name}: npm publish: ${stderr || stdout}`] : []);
    });
  });
}
