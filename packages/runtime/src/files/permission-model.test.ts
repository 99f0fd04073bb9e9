import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";

// Its flag has lost its prefix with Node 23.5; there fsync of a file's number is refused.
const FLAG = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

test("under the permission model of Node a file is written and synced", () => {
  const folder = mkdtempSync(join(tmpdir(), "permission-"));
  try {
    const script = join(folder, "write.mjs");
    const source = new URL("./atomic-file.ts", import.meta.url).pathname;
    writeFileSync(
      join(folder, "entry.ts"),
      `import { writeFileAtomic } from ${JSON.stringify(source)};\nawait writeFileAtomic(process.argv[2]!, "whole");\n`,
    );
    buildSync({
      entryPoints: [join(folder, "entry.ts")],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["@imdb/source"],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const to = join(folder, "out.txt");
    execFileSync(process.execPath, [
      FLAG,
      "--allow-fs-read=*",
      "--allow-fs-write=*",
      "--no-warnings",
      script,
      to,
    ]);
    expect(readFileSync(to, "utf8")).toBe("whole");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
