import { parseWith } from "@imdb/core";
import * as z from "zod";
import type { Experiment } from "../entities/experiment.js";
import { assertExperimentName, assertKey } from "../entities/names.js";
import { AlreadyExists, ServerRefused } from "../errors.js";
import type { TrackingStore } from "../store/tracking-store.js";
import type { Http } from "./http.js";
import { experimentWire } from "./record-wires.js";
import { isMissing, withExperimentErrors } from "./server-errors.js";
import { allPages, pageWire, toPairs } from "./wire.js";

const oneExperiment = z.object({ experiment: experimentWire });
const experimentPage = pageWire("experiments", experimentWire);
const newExperiment = z.object({ experiment_id: z.string() });

/** The methods of a store that are about experiments, on an MLflow server. */
export function restExperiments(http: Http) {
  const store = http.baseUrl;

  async function getExperimentByName(name: string): Promise<Experiment | undefined> {
    try {
      const answer = await http.call("GET", "experiments/get-by-name", { experiment_name: name });
      return parseWith(oneExperiment, answer, "The experiment").experiment;
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw cause;
    }
  }

  async function post(experimentId: string, path: string, input: object): Promise<void> {
    await withExperimentErrors(experimentId, store, () =>
      http.call("POST", `experiments/${path}`, { experiment_id: experimentId, ...input }),
    );
  }

  return {
    async createExperiment(name, tags = {}) {
      assertExperimentName(name);
      const findExisting = async () => {
        const existing = await getExperimentByName(name);
        return existing && { experiment_id: existing.experimentId };
      };
      try {
        const input = { name, tags: toPairs(tags) };
        const answer = await http.call("POST", "experiments/create", input, findExisting);
        return parseWith(newExperiment, answer, "The new experiment").experiment_id;
      } catch (cause) {
        if (!ServerRefused.is(cause) || cause.details.errorCode !== "RESOURCE_ALREADY_EXISTS") throw cause;
        const deleted = (await getExperimentByName(name))?.lifecycleStage === "deleted";
        throw AlreadyExists.create({ what: "experiment", name, deleted }, { cause });
      }
    },
    async getExperiment(experimentId) {
      const answer = await withExperimentErrors(experimentId, store, () =>
        http.call("GET", "experiments/get", { experiment_id: experimentId }),
      );
      return parseWith(oneExperiment, answer, "The experiment").experiment;
    },
    getExperimentByName,
    async listExperiments(view = "ACTIVE_ONLY") {
      const input = { view_type: view, max_results: 1_000 };
      return allPages(experimentPage, "The experiments", (page) =>
        http.call("POST", "experiments/search", { ...input, ...page }),
      );
    },
    async renameExperiment(experimentId, name) {
      assertExperimentName(name);
      await post(experimentId, "update", { new_name: name });
    },
    async setExperimentTags(experimentId, tags) {
      for (const { key, value } of toPairs(tags)) {
        assertKey("tag", key);
        await post(experimentId, "set-experiment-tag", { key, value });
      }
    },
    deleteExperiment: (experimentId) => post(experimentId, "delete", {}),
    restoreExperiment: (experimentId) => post(experimentId, "restore", {}),
  } satisfies Partial<TrackingStore>;
}
