import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { sayNotChecked, toolFor } from "../../../tools/optional/not-checked.mjs";
import { createApp } from "./app/app.js";
import { SERVE_USAGE } from "./cli/serve-command.js";
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
  const usage = SERVE_USAGE;
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

test("manifests that name one another agree: labels, ports, users", () => {
  const one = (file: string, kind: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: objects as Kubernetes has them; each field is asserted below.
    documents(`kubernetes/${file}`).find((object) => object["kind"] === kind) as any;
  const { spec, metadata } = one("deployment.yaml", "Deployment");
  const { labels } = spec.template.metadata;
  const [container] = spec.template.spec.containers;
  expect(spec.selector.matchLabels).toEqual(labels);
  expect(one("service.yaml", "Service").spec.selector).toEqual(labels);
  expect(one("autoscaler.yaml", "PodDisruptionBudget").spec.selector.matchLabels).toEqual(labels);
  const { scaleTargetRef } = one("autoscaler.yaml", "HorizontalPodAutoscaler").spec;
  expect(scaleTargetRef).toEqual({ apiVersion: "apps/v1", kind: "Deployment", name: metadata.name });
  const [port] = container.ports;
  expect(read("Dockerfile")).toContain(`EXPOSE ${port.containerPort}`);
  const asked = ["startupProbe", "readinessProbe", "livenessProbe"].map(
    (probe) => container[probe].httpGet.port,
  );
  const sent = one("service.yaml", "Service").spec.ports.map((p: { targetPort: string }) => p.targetPort);
  expect(new Set([...asked, ...sent])).toEqual(new Set([port.name]));
  expect(read("Dockerfile")).toContain(`USER ${spec.template.spec.securityContext.runAsUser}:`);
  const volumes = spec.template.spec.volumes.map((volume: { name: string }) => volume.name);
  expect(container.volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(volumes);
  // What is accepted in the drain delay and the grace after it must be answered before the kill.
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(5 + 30);
});

test("the composed services name files, volumes and hosts that are there", () => {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const { services, volumes } = documents("compose.yaml")[0] as any;
  const mounted = Object.values(services as Record<string, { volumes: string[] }>).flatMap(
    (one) => one.volumes,
  );
  const sources = mounted.map((mount) => mount.split(":")[0]!);
  for (const source of sources) {
    if (source.startsWith("./")) expect(read(source)).not.toBe("");
    else expect(Object.keys(volumes)).toContain(source);
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const [{ static_configs }] = (documents("prometheus.yml")[0] as any).scrape_configs;
  expect(static_configs[0].targets).toEqual(["serve:8080"]);
});

test("the Dockerfile is well formed, with nothing deprecated", () => {
  expect(validate(read("Dockerfile"))).toEqual([]);
});

test("the image runs as a user without rights, from an exact entry point, with all that the defaults import", () => {
  const lines = read("Dockerfile").split("\n");
  expect(lines).toContain("USER 1000:1000");
  expect(lines.filter((line) => line.startsWith("FROM "))).toHaveLength(2);
  const { bin, dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(read("Dockerfile")).toContain(bin["imdb-serve"].replace("./", "@imdb/serve/"));
  const wired = readFileSync(new URL("./defaults.ts", import.meta.url), "utf8");
  for (const [, name] of wired.matchAll(/from "(@imdb\/[\w-]+)/g)) {
    // What serve depends on comes with it.
    if (!(name! in dependencies)) expect(read("Dockerfile")).toContain(`"${name}@`);
  }
});

// Installs from the registry, so not by default.
const isRootOnLinux = process.platform === "linux" && process.getuid?.() === 0;
if (!isRootOnLinux) {
  const missing = { title: "root on Linux", remedy: "run the tests as root on Linux" };
  sayNotChecked("the image's steps, replayed in a clean root", missing);
}
const canReplay = toolFor("heavy", "the image's steps, replayed in a clean root") && isRootOnLinux;
test.skipIf(!canReplay)(
  "the image's steps, replayed in a clean root, end in a healthy service (Linux, as root)",
  () => {
    const script = fileURLToPath(new URL("../../../tools/parity/serve/image/replay.mjs", import.meta.url));
    const env = { ...process.env, NODE_OPTIONS: "" };
    expect(execFileSync(process.execPath, [script], { encoding: "utf8", env })).toContain(
      "ok: the prediction is logged",
    );
  },
  600_000,
);
