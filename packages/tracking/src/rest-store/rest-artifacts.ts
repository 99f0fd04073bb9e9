import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { byCodePoint } from "@imdb/core";
import { absolutePath, readPlainBytes, statPlainFile } from "@imdb/runtime/files";
import * as z from "zod";
import { checkOwner } from "../entities/check-record.js";
import { parseRunModelId } from "../entities/model.js";
import { assertId, assertRelativePath } from "../entities/names.js";
import {
  ArtifactNotFound,
  ArtifactsNotProxied,
  ServerRefused,
  ServerUnreachable,
  UnexpectedAnswer,
} from "../errors.js";
import type { ArtifactEntry, ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import type { Body, Http } from "./http.js";
import { allPages, pageWire } from "./wire.js";

const PROXY = "/api/2.0/mlflow-artifacts/artifacts";
/** The size in bytes above which a file is streamed. */
const MAX_IN_MEMORY = 64 << 20;
/** The user names the file. */
const FOLLOWED = { links: "followed" } as const;

const listing = pageWire(
  "files",
  z.object({
    path: z.string(),
    is_dir: z.boolean().default(false),
    file_size: z
      .union([z.number(), z.string()])
      .nullish()
      .transform((size) => Number(size ?? 0)),
  }),
);

/**
 * Artifacts over the proxy of the server (`--serve-artifacts`): a client needs no rights on the storage.
 *
 * @param uriOf  Returns the artifact URI of a run or a logged model.
 */
export function restArtifacts(http: Http, uriOf: (owner: ArtifactOwner) => Promise<string>): ArtifactStore {
  async function urlOf(owner: ArtifactOwner, path: string): Promise<string> {
    assertRelativePath("artifact path", path);
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    return `${proxyUrl(await uriOf(owner), http.baseUrl)}/${encoded}`;
  }

  async function put(owner: ArtifactOwner, path: string, body: Body): Promise<void> {
    const headers = { "content-type": "application/octet-stream" };
    const url = await urlOf(owner, path);
    const response = await http.send({ method: "PUT", url, headers, body });
    const text = await response.text();
    // Since MLflow 3.17 the body is empty, before it was `{}`. A page to log in is neither.
    if (response.status !== 200 || !isEmptyAnswer(text)) throw unexpected("PUT", url, response, text);
  }

  async function list(owner: ArtifactOwner, path = ""): Promise<ArtifactEntry[]> {
    if (path !== "") assertRelativePath("artifact path", path);
    const files = await allPages(listing, "The list", (page) => listPage(http, owner, path, page));
    checkOwner(owner);
    const prefixLength = prefixOf(owner).length;
    return files
      .map((file) => ({
        path: file.path.slice(prefixLength),
        isDirectory: file.is_dir,
        size: file.file_size,
      }))
      .sort((a, b) => byCodePoint(a.path, b.path));
  }

  /** Servers before MLflow 3 answer with an internal error when an artifact is missing. */
  async function isThere(owner: ArtifactOwner, path: string): Promise<boolean> {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    return (await list(owner, folder)).some((entry) => entry.path === path);
  }

  return {
    putBytes: (owner, path, bytes) => put(owner, path, () => bytes as Uint8Array<ArrayBuffer>),
    async putFile(owner, path, given) {
      const localFile = absolutePath(given);
      await put(owner, path, async () => {
        const { size } = await statPlainFile(localFile, FOLLOWED);
        if (size <= MAX_IN_MEMORY) return new Uint8Array(await readPlainBytes(localFile, FOLLOWED));
        return Readable.toWeb(createReadStream(localFile)) as unknown as ReadableStream<Uint8Array>;
      });
    },
    list,
    async read(owner, path) {
      const url = await urlOf(owner, path);
      try {
        const response = await http.send({ method: "GET", url });
        if (isPage(response)) throw unexpected("GET", url, response, await response.text());
        return new Uint8Array(await response.arrayBuffer());
      } catch (cause) {
        const missing = ServerRefused.is(cause)
          ? cause.details.status === 404
          : ServerUnreachable.is(cause) &&
            /status 500/.test(cause.details.reason) &&
            !(await isThere(owner, path));
        if (!missing) throw cause;
        throw ArtifactNotFound.create({ uri: await uriOf(owner), path }, { cause });
      }
    },
  };
}

function isEmptyAnswer(text: string): boolean {
  return ["", "{}"].includes(text.replace(/\s/g, ""));
}

/** Whether an answer is a page for people. MLflow sends files, also HTML, as attachments. */
function isPage({ headers }: Response): boolean {
  return /^text\/html/i.test(headers.get("content-type") ?? "") && !headers.has("content-disposition");
}

function unexpected(method: string, url: string, { status }: Response, text: string): Error {
  return UnexpectedAnswer.create({ method, url, problem: `status ${status}, ${text.slice(0, 200)}` });
}

function listPage(http: Http, owner: ArtifactOwner, path: string, page: object): Promise<unknown> {
  checkOwner(owner);
  const runId = "runId" in owner ? owner.runId : parseRunModelId(owner.modelId)?.runId;
  if (runId !== undefined) {
    const folder = (prefixOf(owner) + path).replace(/\/$/, "");
    return http.call("GET", "artifacts/list", { run_id: runId, path: folder || undefined, ...page });
  }
  const { modelId } = owner as Extract<ArtifactOwner, { modelId: string }>;
  assertId("model id", modelId);
  const input = { artifact_directory_path: path || undefined, ...page };
  return http.call("GET", `logged-models/${modelId}/artifacts/directories`, input);
}

/** The prefix of an owner's paths in the list of its run: a model on a server before MLflow 3 is a folder of its run. */
function prefixOf(owner: ArtifactOwner): string {
  const model = "modelId" in owner ? parseRunModelId(owner.modelId) : undefined;
  return model ? `${model.name}/` : "";
}

/** The URL at which a server serves an artifact URI. @throws `ARTIFACTS_NOT_PROXIED` when another server has it. */
function proxyUrl(artifactUri: string, baseUrl: string): string {
  const match = /^mlflow-artifacts:(?:\/\/([^/]*))?(\/.*)?$/.exec(artifactUri);
  const { host } = new URL(baseUrl);
  if (match && (!match[1] || match[1] === host)) {
    return `${baseUrl}${PROXY}${(match[2] ?? "").split("/").map(encodeURIComponent).join("/")}`.replace(
      /\/+$/,
      "",
    );
  }
  if (artifactUri.startsWith(`${baseUrl}${PROXY}/`)) return artifactUri.replace(/\/+$/, "");
  throw ArtifactsNotProxied.create({ artifactUri, server: baseUrl });
}
