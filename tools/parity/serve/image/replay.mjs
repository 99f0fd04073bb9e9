// Replays the image of packages/serve/deploy/Dockerfile without a Docker engine: packs the packages, runs the
// Dockerfile's steps in clean root folders, and the entry point as the image's user with a read-only file system;
// then its health check, a prediction, its log, and its end on SIGTERM.
//
//   node tools/parity/serve/image/replay.mjs      (Linux, as root, after npm run build)
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cleanRoot, npmSettings, runIn, startIn } from "./clean-root.mjs";
import { readStages, variables } from "./dockerfile.mjs";
import { saveSmallModel } from "./small-model.mjs";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "image-"));

try {
  const context = join(work, "context");
  mkdirSync(context);
  await saveSmallModel(join(context, "model"));
  const stages = readStages(join(repository, "packages/serve/deploy/Dockerfile"), {});
  const image = await build(stages, context);
  console.log(`/app holds ${megabytes(join(image.root, "app"))} MB`);
  await tryOut(image);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Runs the steps of every stage; gives the last one. */
async function build(stages, context) {
  const built = new Map();
  let image;
  for (const { name, steps } of stages) {
    image = { root: cleanRoot(join(work, name ?? "image")), env: {}, cwd: "/", user: "0:0", start: [] };
    built.set(name, image);
    for (const step of steps) await apply(step, image, built, context);
  }
  return image;
}

async function apply({ keyword, text, json }, image, built, context) {
  const { root } = image;
  if (keyword === "WORKDIR") {
    image.cwd = text;
    mkdirSync(join(root, text), { recursive: true });
  } else if (keyword === "ENV") Object.assign(image.env, variables(text));
  else if (keyword === "USER") image.user = text;
  else if (keyword === "RUN") await runStep(text, image);
  else if (keyword === "COPY") {
    const [, stage, from, to] = /^(?:--from=(\S+) +)?(\S+) (\S+)$/.exec(text);
    const source = stage ? join(built.get(stage).root, from) : join(context, from);
    cpSync(source, join(root, to), { recursive: true, verbatimSymlinks: true });
  } else if (keyword === "HEALTHCHECK") image.health = JSON.parse(text.slice(text.indexOf("[")));
  else if (keyword === "ENTRYPOINT" || keyword === "CMD") image.start.push(...json);
  else if (keyword !== "EXPOSE" && keyword !== "VOLUME") throw new Error(`nothing replays ${keyword}`);
}

/** A RUN step, with the packages of this repository in place of published ones. */
async function runStep(text, image) {
  const local = text.replace(/"@imdb\/([\w-]+)@[^"]*"/g, (_, name) => `"/packs/${packed(name, image.root)}"`);
  // What the packages need of each other is not published either.
  const needed =
    local === text ? text : local.replace("/packs/", `/packs/${packed("core", image.root)}" "/packs/`);
  const settings = npmSettings().map((file) => {
    writeFileSync(join(image.root, "home/node/.npmrc"), "");
    return [file, "/home/node/.npmrc"];
  });
  await runIn(image.root, ["/bin/sh", "-c", needed], { ...image, binds: settings });
  rmSync(join(image.root, "packs"), { recursive: true, force: true });
}

function packed(name, root) {
  const folder = join(root, "packs");
  mkdirSync(folder, { recursive: true });
  const there = readdirSync(folder).find((file) => file.startsWith(`imdb-${name}-`));
  if (there) return there;
  const from = join(repository, "packages", name);
  return execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: from,
    encoding: "utf8",
  }).trim();
}

/** Starts what the image starts and asks it what an operator would. */
async function tryOut({ root, env, cwd, user, health, start }) {
  const port = await freePort();
  const how = { cwd, user, env: { ...env, PORT: String(port) }, readOnly: true };
  const service = startIn(root, start, how);
  let log = "";
  service.stdout.on("data", (chunk) => {
    log += chunk;
  });
  const ended = new Promise((resolve) => service.once("close", resolve));
  try {
    await healthy(root, health, how, () => service.exitCode);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ text: "a wonderful film" });
    const url = `http://127.0.0.1:${port}/v1/predict`;
    const response = await fetch(url, { method: "POST", headers, body });
    const answer = await response.json();
    check(response.status === 200 && answer.label === "pos", "the service predicts", answer);
  } finally {
    service.kill("SIGTERM");
  }
  check((await ended) === 0, "SIGTERM ends it with code 0", log);
  const logged = readFileSync(join(root, "logs/predictions.jsonl"), "utf8").trim().split("\n");
  check(logged.length === 1 && JSON.parse(logged[0]).label === "pos", "the prediction is logged", logged);
  check(/"closed"/.test(log), "it says that it closed", log);
}

async function healthy(root, health, how, exitCode) {
  for (let tries = 0; tries < 100; tries++) {
    if (exitCode() !== null) throw new Error(`the service ended with code ${exitCode()}`);
    try {
      await runIn(root, health, how);
      return console.log("ok: the health check says healthy, after", tries, "that said it was not yet");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  throw new Error("the health check never said healthy");
}

function check(holds, what, seen) {
  if (!holds) throw new Error(`not so: ${what}: ${JSON.stringify(seen)}`);
  console.log(`ok: ${what}`);
}

function megabytes(folder) {
  return Math.round(Number(execFileSync("du", ["-sk", folder], { encoding: "utf8" }).split("\t")[0]) / 1024);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
