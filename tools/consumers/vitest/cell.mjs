import { resultOfTest } from "../result.mjs";
import { row } from "../row.mjs";

/** Vitest with its default pool and with `vmThreads`. */
export default async function vitest(place) {
  await place.npmInstall({ vitest: "^4.1.12", vite: "8.3.8" });
  await place.program("ts");
  await place.template();
  const version = await place.versionOf("vitest");
  const rows = [];
  for (const pool of ["forks", "vmThreads"]) {
    rows.push(
      await row({ title: `Vitest, ${pool}`, version, threads: "own" }, () =>
        resultOfTest(place, "result.json", [
          place.bin("vitest"),
          "run",
          `--pool=${pool}`,
          "--testTimeout=200000",
        ]),
      ),
    );
  }
  return rows;
}
