// `node tools/release/clean.mjs`: removes what was built. The task cache restores files next to those of earlier
// builds, whose chunks have other names, and a tarball would take them along.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./pack.mjs";

for (const name of await readdir(join(ROOT, "packages"))) {
  await rm(join(ROOT, "packages", name, "dist"), { recursive: true, force: true });
}
