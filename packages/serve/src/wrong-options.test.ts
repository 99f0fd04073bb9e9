import { expect, test } from "vitest";
import { loadModel } from "./defaults.js";
import { loadModel as loadModelOnTheWeb } from "./defaults-web.js";
import {
  createApp,
  createPredictor,
  exportOnnx,
  loadSource,
  mergeSnapshots,
  prometheusText,
  registryResolver,
  scoreStream,
  settingsFromConfig,
} from "./index.js";
import {
  addProcessMetrics,
  createLogger,
  createPredictionLog,
  loadPredictor,
  predictionLogFiles,
  serveCluster,
  serveHttp,
  watchModel,
} from "./node/index.js";
import { toyBundle } from "./testing/toy-model.js";

const predictor = createPredictor(toyBundle());
const app = createApp({ predictor });
const codecs: never[] = [];
const bytes = new Uint8Array();
const load = async () => predictor;
const fromPath = async () => toyBundle();

/** Calls with one option too many or of a wrong value, by the name that the error must have. */
const CALLS: readonly (readonly [option: string, call: () => unknown])[] = [
  ["lables", () => loadModel("model", { lables: ["neg"] } as never)],
  ["source", () => loadModel(undefined as never)],
  ["options", () => loadModel("model", null as never)],
  ["explain", () => loadModel("model", { explain: true } as never)],
  ["maxBytes", () => loadModel("model", { maxBytes: "1" } as never)],
  ["lables", () => loadModelOnTheWeb(bytes, { lables: ["neg"] } as never)],
  ["resolver", () => loadSource(bytes, { codecs, resolver: load } as never, fromPath)],
  ["codecs", () => loadSource(bytes, {} as never, fromPath)],
  ["codec", () => loadPredictor("model", { codec: [] } as never)],
  ["bundle", () => createPredictor(undefined as never)],
  ["bundle", () => createPredictor({} as never)],
  ["bundle", () => exportOnnx({} as never)],
  ["rows", () => scoreStream(7 as never, predictor).next()],
  ["predictor", () => scoreStream([], {} as never).next()],
  ["section", () => settingsFromConfig(7 as never)],
  ["metrics", () => addProcessMetrics(undefined as never)],
  ["metrics", () => prometheusText([{}] as never)],
  ["parts", () => mergeSnapshots(undefined as never)],
  ["parts[0]", () => mergeSnapshots(["x"] as never)],
  ["path", () => predictionLogFiles(null as never)],
  ["label", () => createPredictor(toyBundle(), { label: "neg" } as never)],
  ["limits", () => predictor.explain("good", { limits: 3 } as never)],
  ["limit", () => predictor.explain("good", { limit: -1 })],
  ["predictor", () => createApp({} as never)],
  ["options", () => createApp(null as never)],
  ["champion", () => app.deploy({} as never)],
  ["canary", () => app.deploy({ champion: predictor, canary: [] } as never)],
  ["weight", () => app.deploy({ champion: predictor, canaries: [{ predictor, weight: 2 }] })],
  [
    "share",
    () => app.deploy({ champion: predictor, shadows: [{ predictor, weight: 0, share: 1 }] } as never),
  ],
  ["store", () => registryResolver(undefined as never)],
  ["maxBytes", () => registryResolver({} as never, -1)],
  ["interval", () => watchModel(app, { path: "model", load, interval: 1 } as never)],
  ["load", () => watchModel(app, { path: "model" } as never)],
  ["app", () => watchModel(undefined as never, { path: "model", load })],
  ["acknowledged", () => createPredictionLog({ path: "log", acknowledged: "synced" } as never)],
  ["text", () => createPredictionLog({ path: "log", text: "hide" } as never)],
  ["maxBytes", () => createPredictionLog({ path: "log", maxBytes: 0 })],
  ["levels", () => createLogger({ levels: "warn" } as never)],
  ["level", () => createLogger({ level: "loud" } as never)],
  ["worker", () => serveCluster({ start: load, worker: 2 } as never)],
  ["start", () => serveCluster({} as never)],
  ["grace", () => serveHttp(app, { port: 0, grace: 1 } as never)],
];

test.each(CALLS)("a wrong %s is refused by name", async (option, call) => {
  const error = await Promise.resolve()
    .then(call)
    .catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_OPTION", details: { option } });
});

test("a setting of an app that does not exist is refused by name", () => {
  expect(() => createApp({ predictor, maxInFlite: 1 } as never)).toThrow(/maxInFlite/);
  expect(() => createApp({ predictor, limits: { bodyBites: 1 } } as never)).toThrow(/limits: .*bodyBites/);
});
