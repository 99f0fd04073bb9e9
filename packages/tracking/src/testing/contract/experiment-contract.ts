import type { ContractCase } from "@imdb/core/testing";
import { AlreadyExists, ExperimentNotFound } from "../../errors.js";
import type { TrackingStore } from "../../store/tracking-store.js";
import { equal, refuses, rule, run, unique } from "./rules.js";

/** What every store must keep to about experiments. */
export function experimentContract(make: () => Promise<TrackingStore>): ContractCase[] {
  return [
    {
      name: "experiments: create, find, tag, rename, delete, restore",
      async run() {
        const store = await make();
        const name = unique('größe "on"');
        const id = await store.createExperiment(name, { team: "a" });
        await refuses(store.createExperiment(name), AlreadyExists);
        await store.setExperimentTags(id, { "mlflow.note.content": "what it is" });
        const found = await store.getExperimentByName(name);
        equal(found?.experimentId, id);
        equal(found?.tags, { "mlflow.note.content": "what it is", team: "a" });
        const renamed = unique("renamed");
        await store.renameExperiment(id, renamed);
        equal((await store.getExperiment(id)).name, renamed);
        const { info } = await run(store, id);
        await store.deleteExperiment(id);
        equal((await store.getExperimentByName(renamed))?.lifecycleStage, "deleted");
        equal((await store.getRun(info.runId)).info.lifecycleStage, "deleted");
        rule(!(await store.listExperiments()).some((e) => e.experimentId === id), "a deleted one is listed");
        rule(
          (await store.listExperiments("DELETED_ONLY")).some((e) => e.experimentId === id),
          "it is not among the deleted",
        );
        await store.restoreExperiment(id);
        equal((await store.getExperiment(id)).lifecycleStage, "active");
        equal((await store.getRun(info.runId)).info.lifecycleStage, "active");
        await refuses(store.getExperiment("123456789"), ExperimentNotFound);
        equal(await store.getExperimentByName(unique("none")), undefined);
      },
    },
  ];
}
