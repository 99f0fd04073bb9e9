import type { Gate, GateDecision } from "@imdb/core";
import { callback, optionsOf } from "@imdb/core/options";
import { workName } from "../definition/work-definition.js";
import { type Flow, flow } from "../flow.js";
import { asTask, type StepOf } from "./step.js";

/** The steps of a training flow. Each gets the result of the step before it. */
export interface TrainingParts<In, Data, Features, Model, Metrics, Version> {
  /** Default `"training"`. */
  readonly name?: string;
  readonly load: StepOf<In, Data>;
  /** Throws when the data cannot be used for training. Returns the data for the next step: cleaned, or unchanged. */
  readonly validate: StepOf<Data, Data>;
  readonly featurize: StepOf<Data, Features>;
  readonly train: StepOf<Features, Model>;
  readonly evaluate: StepOf<{ readonly model: Model; readonly features: Features }, Metrics>;
  /** Returns the metrics of the model in service, or `undefined`. Runs again when a run is resumed. */
  readonly inService: StepOf<In, Metrics | undefined>;
  readonly gate: Gate<Metrics>;
  /** Runs only for a model that passed the gate. */
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

/** The result of a training flow. */
export type TrainingResult<Model, Metrics, Version> = {
  readonly model: Model;
  readonly metrics: Metrics;
  readonly decision: GateDecision;
} & ({ readonly promoted: true; readonly version: Version } | { readonly promoted: false });

// biome-ignore lint/suspicious/noExplicitAny: the types of the steps do not matter to the check.
const trainingParts = optionsOf<TrainingParts<any, any, any, any, any, any>>({
  name: ["training", workName],
  load: callback(),
  validate: callback(),
  featurize: callback(),
  train: callback(),
  evaluate: callback(),
  inService: callback(),
  gate: callback(),
  register: callback(),
});

/**
 * From data to a registered model: load → validate → featurize → train → evaluate → gate → register. A model
 * that does not pass the gate is not a failure: the flow completes, gives the reasons, and registers nothing.
 *
 * Steps are tasks, or plain functions that become tasks.
 *
 * @throws `INVALID_OPTION`
 */
export function trainingFlow<In, Data, Features, Model, Metrics, Version>(
  parts: TrainingParts<In, Data, Features, Model, Metrics, Version>,
): Flow<In, TrainingResult<Model, Metrics, Version>> {
  const { name } = trainingParts.resolve(parts, "trainingFlow");
  const load = asTask("load", parts.load);
  const validate = asTask("validate", parts.validate);
  const featurize = asTask("featurize", parts.featurize);
  const train = asTask("train", parts.train);
  const evaluate = asTask("evaluate", parts.evaluate);
  const inService = asTask("model in service", parts.inService, { cache: "none" });
  const register = asTask("register", parts.register);

  return flow<In, TrainingResult<Model, Metrics, Version>>({ name }, async (input, ctx) => {
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
  });
}
