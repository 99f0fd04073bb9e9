import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { createApp } from "./app/app.js";
import { createPredictor } from "./predictor/predictor.js";
import { toyBundle } from "./testing/toy-model.js";

const folder = new URL("../deploy/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const app = createApp({ predictor: createPredictor(toyBundle()) });

/** All objects of the YAML files; a file that is not YAML fails here. */
function documents(name: string): Record<string, never>[] {
  return parseAllDocuments(read(name)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

test("the paths that probes and scrapers call are served", async () => {
  const texts = ["Dockerfile", "compose.yaml", "prometheus.yml", "kubernetes/deployment.yaml"]
    .map(read)
    .join("\n");
  const paths = [...texts.matchAll(/(\/(?:v2\/health\/\w+|metrics))\b/g)].map(([path]) => path);
  expect(new Set(paths)).toEqual(new Set(["/v2/health/ready", "/v2/health/live", "/metrics"]));
  for (const path of paths)
    expect((await app.fetch(new Request(`http://localhost${path}`))).status).toBe(200);
});

test("the options that containers start with are the command's", () => {
  const usage = readFileSync(new URL("./cli/main.ts", import.meta.url), "utf8");
  const started = [read("Dockerfile").split("\nCMD ")[1], read("kubernetes/deployment.yaml")].join("\n");
  const options = [...started.matchAll(/"(--[\w-]+)"/g)].map(([, option]) => option!);
  expect(options.length).toBeGreaterThan(2);
  for (const option of options) expect(usage).toContain(`${option} `);
});

test("every manifest is YAML of a known kind, and speaks of the one app", () => {
  const kinds = readdirSync(new URL("kubernetes/", folder)).flatMap((name) =>
    documents(`kubernetes/${name}`).map((object) => object["kind"]),
  );
  expect(kinds.sort()).toEqual(["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Service"]);
  expect(Object.keys(documents("compose.yaml")[0]!["services"]!).sort()).toEqual([
    "mlflow",
    "prometheus",
    "serve",
  ]);
  documents("prometheus.yml");
});

test("the image runs as a user without rights, from an exact entry point", () => {
  const lines = read("Dockerfile").split("\n");
  expect(lines).toContain("USER node");
  expect(lines.filter((line) => line.startsWith("FROM "))).toHaveLength(2);
  const bin = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).bin["imdb-serve"];
  expect(read("Dockerfile")).toContain(bin.replace("./", "@imdb/serve/"));
});
