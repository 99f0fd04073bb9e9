import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidOption } from "@imdb/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ModelDownloadFailed } from "../errors.js";
import { toyFiles } from "../testing/toy-model.js";
import { fetchBundle } from "./fetch-bundle.js";
import { loadSource } from "./model-source.js";

let server: Server;
let url: string;
beforeEach(async () => {
  // The head of an answer, and a body that never ends.
  server = createServer((_, response) => void response.writeHead(200).write("some"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test.each(["", ".tar"])("a download that never ends fails at its time limit: model%s", async (ending) => {
  const error = await fetchBundle(new URL(`${url}${ending}`), 1_000, 100).catch((thrown) => thrown);
  expect(ModelDownloadFailed.is(error) && error.message).toMatch(/timeout/);
});

test("a folder whose files are together larger than the limit is refused before any of them is read", async () => {
  const files = toyFiles();
  const asked: (string | undefined)[] = [];
  server.removeAllListeners("request").on("request", (request, response) => {
    asked.push(request.url);
    response.end(files.get(request.url!.slice("/model/".length)));
  });
  const total = [...files].reduce(
    (sum, [name, { length }]) => sum + (name === "manifest.json" ? 0 : length),
    0,
  );
  expect(await fetchBundle(new URL(url), total)).toEqual(files);
  expect(asked).toHaveLength(files.size);
  asked.length = 0;
  const error = await fetchBundle(new URL(url), total - 1).catch((thrown) => thrown);
  expect(ModelDownloadFailed.is(error) && error.message).toMatch(
    `it has ${total} bytes, the limit is ${total - 1}`,
  );
  expect(asked).toEqual(["/model/manifest.json"]);
});

test("a time limit that is none is refused by name", async () => {
  const error = await fetchBundle(new URL(url), 1_000, -1).catch((thrown) => thrown);
  expect(InvalidOption.is(error) && error.details.option).toBe("timeoutMs");
});

test("an address that cannot be read is refused by name", async () => {
  const loading = loadSource("http://[model", { codecs: [] }, () => expect.fail("read from a path"));
  const error = await loading.catch((thrown) => thrown);
  expect(InvalidOption.is(error) && error.details.option).toBe("source");
});

test("a redirect to another host is refused and never asked for; on the same host it is followed", async () => {
  const files = toyFiles();
  let internal = 0;
  const other = createServer((_, response) => {
    internal++;
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/secret`;
  const targets: Record<string, string> = {
    "/model": target,
    "/loop/manifest.json": "/loop/manifest.json",
    "/odd/manifest.json": "http://[",
  };
  server.removeAllListeners("request").on("request", (request, response) => {
    const path = request.url!;
    const moved = path.startsWith("/moved/") ? path.replace("/moved/", "/files/") : targets[path];
    if (moved !== undefined) response.writeHead(302, { location: moved }).end();
    else response.end(files.get(path.slice("/files/".length)));
  });
  targets["/model/manifest.json"] = target;
  const refusal = async (path: string) => {
    const error = await fetchBundle(new URL(path, url)).catch((thrown) => thrown);
    expect(ModelDownloadFailed.is(error)).toBe(true);
    return (error as Error).message;
  };
  expect(await refusal("/model")).toMatch(/leads to another host/);
  expect(await refusal("/odd")).toMatch(/leads to another host/);
  expect(await refusal("/loop")).toMatch(/leads on more than 5 times/);
  expect(internal).toBe(0);
  expect(await fetchBundle(new URL("/moved", url))).toEqual(files);
  await new Promise((resolve) => other.close(resolve));
});

test("a body of one byte now and then ends at the time limit", async () => {
  server.removeAllListeners("request").on("request", (_, response) => {
    const drip = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(drip));
  });
  const error = await fetchBundle(new URL(url), 1_000, 200).catch((thrown) => thrown);
  expect(ModelDownloadFailed.is(error) && error.message).toMatch(/timeout/);
});
