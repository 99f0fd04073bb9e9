import type { ContractCase } from "@imdb/core/testing";
import type { Run } from "../../entities/run.js";
import type { TrackingStore } from "../../store/tracking-store.js";
import { equal, experiment, run } from "./rules.js";

/** What every store must keep to about searches. */
export function searchContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
    {
      name: "searchRuns: filters, order, pages and views",
      async run() {
        const store = await make();
        const id = await experiment(store);
        const runs: Run[] = [];
        for (let i = 0; i < 5; i++) {
          const made = await run(store, id, { parity: i % 2 ? "odd" : "even" }, 1_000 + i);
          await store.logBatch(made.info.runId, {
            params: { i: String(i) },
            metrics: [{ key: "val acc", value: i === 4 ? Number.NaN : i / 10, timestamp: 1, step: 0 }],
          });
          runs.push(made);
        }
        const find = async (filter: string, orderBy: string[] = []) => {
          const { items } = await store.searchRuns({ experimentIds: [id], filter, orderBy });
          return items.map((found) => runs.findIndex((made) => made.info.runId === found.info.runId));
        };
        equal(await find(""), [4, 3, 2, 1, 0]);
        equal(await find("metrics.`val acc` > 0.1"), [3, 2]);
        equal(await find("metrics.\"val acc\" <= 0.1 AND tags.parity = 'odd'"), [1]);
        equal(await find("params.i != '3' and tags.parity = 'odd'"), [1]);
        equal(await find("tags.parity LIKE 'od%'"), [3, 1]);
        equal(await find("tags.parity ILIKE 'EV_N'"), [4, 2, 0]);
        equal(await find("attributes.start_time >= 1003"), [4, 3]);
        equal(
          await find(`attributes.run_id IN ('${runs[1]?.info.runId}', '${runs[2]?.info.runId}')`),
          [2, 1],
        );
        equal(await find("params.none = 'x'"), []);
        equal(await find("", ["metrics.`val acc` DESC"]), [3, 2, 1, 0, 4]);
        equal(await find("", ["metrics.`val acc` ASC"]), [0, 1, 2, 3, 4]);
        equal(await find("", ["params.i ASC"]), [0, 1, 2, 3, 4]);
        const first = await store.searchRuns({ experimentIds: [id], maxResults: 3 });
        const second = await store.searchRuns({
          experimentIds: [id],
          maxResults: 3,
          pageToken: first.nextPageToken,
        });
        equal([first.items.length, second.items.length, second.nextPageToken], [3, 2, undefined]);
        await store.deleteRun(runs[0]!.info.runId);
        equal((await store.searchRuns({ experimentIds: [id] })).items.length, 4);
        const deleted = await store.searchRuns({ experimentIds: [id], view: "DELETED_ONLY" });
        equal(deleted.items[0]?.info.runId, runs[0]?.info.runId);
      },
    },
  ];
}
