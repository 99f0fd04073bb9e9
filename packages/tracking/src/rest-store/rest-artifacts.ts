import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { byCodePoint, parseWith } from "@imdb/core";
import { fileFailure } from "@imdb/core/node";
import { z } from "zod";
import { assertRelativePath, assertRunId } from "../entities/names.js";
import { ArtifactNotFound, ArtifactsNotProxied, ServerRefused } from "../errors.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import type { Body, Http } from "./http.js";

const PROXY = "/api/2.0/mlflow-artifacts/artifacts";
/** Larger files are streamed. */
const IN_MEMORY = 64 << 20;

const listing = z.object({
  files: z
    .array(
      z.object({
        path: z.string(),
        is_dir: z.boolean().default(false),
        file_size: z
          .union([z.number(), z.string()])
          .nullish()
          .transform((size) => Number(size ?? 0)),
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});

/**
 * Artifacts through the server's proxy (`--serve-artifacts`), so that no client needs rights on the storage.
 *
 * @param uriOf  The artifact URI of a run or a logged model.
 */
export function restArtifacts(http: Http, uriOf: (owner: ArtifactOwner) => Promise<string>): ArtifactStore {
  async function urlOf(owner: ArtifactOwner, path: string): Promise<string> {
    assertRelativePath("artifact path", path);
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    return `${proxied(await uriOf(owner), http.baseUrl)}/${encoded}`;
  }

  async function put(owner: ArtifactOwner, path: string, body: Body): Promise<void> {
    const headers = { "content-type": "application/octet-stream" };
    const response = await http.send({ method: "PUT", url: await urlOf(owner, path), headers, body });
    await response.arrayBuffer();
  }

  return {
    putBytes: (owner, path, bytes) => put(owner, path, () => bytes as Uint8Array<ArrayBuffer>),
    async putFile(owner, path, localFile) {
      await put(owner, path, async () => {
        try {
          if ((await stat(localFile)).size <= IN_MEMORY) return new Uint8Array(await readFile(localFile));
        } catch (cause) {
          throw fileFailure("read", localFile, cause);
        }
        return Readable.toWeb(createReadStream(localFile)) as unknown as ReadableStream<Uint8Array>;
      });
    },
    async list(owner, path = "") {
      if (path !== "") assertRelativePath("artifact path", path);
      const files: z.output<typeof listing>["files"] = [];
      let token: string | undefined;
      do {
        const page: z.output<typeof listing> = parseWith(
          listing,
          await listPage(http, owner, path, token),
          "The list",
        );
        files.push(...page.files);
        token = page.next_page_token || undefined;
      } while (token);
      return files
        .map((file) => ({ path: file.path, isDirectory: file.is_dir, size: file.file_size }))
        .sort((a, b) => byCodePoint(a.path, b.path));
    },
    async read(owner, path) {
      const url = await urlOf(owner, path);
      try {
        return new Uint8Array(await (await http.send({ method: "GET", url })).arrayBuffer());
      } catch (cause) {
        if (!ServerRefused.is(cause) || cause.details.status !== 404) throw cause;
        throw ArtifactNotFound.create({ uri: await uriOf(owner), path }, { cause });
      }
    },
  };
}

function listPage(
  http: Http,
  owner: ArtifactOwner,
  path: string,
  token: string | undefined,
): Promise<unknown> {
  const page = { page_token: token };
  if ("runId" in owner) {
    return http.call("GET", "artifacts/list", { run_id: owner.runId, path: path || undefined, ...page });
  }
  assertRunId(owner.modelId);
  const input = { artifact_directory_path: path || undefined, ...page };
  return http.call("GET", `logged-models/${owner.modelId}/artifacts/directories`, input);
}

/** The URL by which the server of `baseUrl` serves an artifact URI. Credentials go nowhere else. */
function proxied(artifactUri: string, baseUrl: string): string {
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
