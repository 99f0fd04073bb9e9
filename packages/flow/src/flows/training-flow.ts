import type { Gate, GateDecision } from "@imdb/core";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The parts of a training flow. Each gets what the one before it gave. */
export interface TrainingParts<In, Data, Features, Model, Metrics, Version> {
  /** Default `"training"`. */
  readonly name?: string;
  readonly load: StepOf<In, Data>;
  /** Throws when the data are not fit to train on. Its result is what goes on: cleaned, or as it was. */
  readonly validate: StepOf<Data, Data>;
  readonly featurize: StepOf<Data, Features>;
  readonly train: StepOf<Features, Model>;
  readonly evaluate: StepOf<{ readonly model: Model; readonly features: Features }, Metrics>;
  /** The metrics of the model in service, or `undefined`. Asked anew also when a run is resumed. */
  readonly inService: StepOf<In, Metrics | undefined>;
  readonly gate: Gate<Metrics>;
  /** Called only for a model that passed the gate, with what the gate said. */
  readonly register: StepOf<
    {
      readonly model: Model;
      readonly metrics: Metrics;
      readonly decision: GateDecision;
      readonly input: In;
    },
    Version
  >;
}

/** What a training flow gives. */
export type TrainingResult<Model, Metrics, Version> = {
  readonly model: Model;
  readonly metrics: Metrics;
  readonly decision: GateDecision;
} & ({ readonly promoted: true; readonly version: Version } | { readonly promoted: false });

/**
 * From data to a registered model: load → validate → featurize → train → evaluate → gate → register. A model
 * that does not pass the gate is no failure: the flow completes, says why, and registers nothing.
 *
 * Parts are tasks, or plain functions that become tasks; the flow knows nothing of them but their types.
 */
export function trainingFlow<In, Data, Features, Model, Metrics, Version>(
  parts: TrainingParts<In, Data, Features, Model, Metrics, Version>,
): Flow<In, TrainingResult<Model, Metrics, Version>> {
  const load = asTask("load", parts.load);
  const validate = asTask("validate", parts.validate);
  const featurize = asTask("featurize", parts.featurize);
  const train = asTask("train", parts.train);
  const evaluate = asTask("evaluate", parts.evaluate);
  const inService = asTask("model in service", parts.inService, { cache: "none" });
  const register = asTask("register", parts.register);

  return flow<In, TrainingResult<Model, Metrics, Version>>(
    { name: parts.name ?? "training" },
    async (input, ctx) => {
      const data = await validate(await load(input));
      const features = await featurize(data);
      const model = await train(features);
      const [metrics, current] = await Promise.all([evaluate({ model, features }), inService(input)]);
      const decision = await parts.gate(metrics, current);
      ctx.artifact({
        kind: "text",
        key: "promotion gate",
        text: [decision.passed ? "promoted" : "not promoted", ...decision.reasons].join("\n"),
      });
      if (!decision.passed) return { promoted: false, model, metrics, decision };
      const version = await register({ model, metrics, decision, input });
      return { promoted: true, model, metrics, decision, version };
    },
  );
}
