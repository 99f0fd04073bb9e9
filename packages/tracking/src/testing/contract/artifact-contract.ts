import type { ContractCase } from "@imdb/core/testing";
import { ArtifactNotFound } from "../../errors.js";
import type { TrackingStore } from "../../store/tracking-store.js";
import { equal, experiment, refuses, run } from "./rules.js";

/** What every store must keep to about artifacts. */
export function artifactContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
    {
      name: "artifacts: put, list, read, and names that need care",
      async run() {
        const store = await make();
        const { info } = await run(store, await experiment(store));
        const owner = { runId: info.runId };
        const names = ["a b.txt", "größe.txt", "deep/er/50%.txt", "x+y&z.txt"];
        for (const name of names) await store.artifacts.putBytes(owner, name, Buffer.from(name));
        for (const name of names) {
          equal(Buffer.from(await store.artifacts.read(owner, name)).toString(), name);
        }
        const top = await store.artifacts.list(owner);
        equal(
          top.map((entry) => [entry.path, entry.isDirectory]),
          [
            ["a b.txt", false],
            ["deep", true],
            ["größe.txt", false],
            ["x+y&z.txt", false],
          ],
        );
        equal((await store.artifacts.list(owner, "deep/er"))[0]?.path, "deep/er/50%.txt");
        await refuses(store.artifacts.read(owner, "none.txt"), ArtifactNotFound);
      },
    },
  ];
}
