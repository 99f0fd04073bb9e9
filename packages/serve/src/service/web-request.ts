import { InvalidBody, TooLarge } from "../errors.js";
import { joined } from "../joined-bytes.js";
import type { Incoming } from "./route.js";

/** Reads a Web-standard request for the service. */
export function incomingOf(request: Request, clientAddress: string | undefined): Incoming {
  return {
    method: request.method,
    path: pathOf(request.url),
    clientAddress,
    header: (name) => request.headers.get(name) ?? undefined,
    body: (limit) => readBytes(request, limit),
  };
}

function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.slice(start).search(/[?#]/);
  return start < 0 ? "/" : url.slice(start, end < 0 ? undefined : start + end);
}

/** A declared length is checked before a byte is read; whatever was declared, reading stops at the limit. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size > limit) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw InvalidBody.create({ problem: "it broke off" }, { cause });
  }
  if (size > limit) throw tooLarge(limit);
  return joined(chunks, size);
}

/** The refusal of a body beyond the limit. */
export function tooLarge(limit: number): Error {
  return TooLarge.create({ what: "The request body in bytes", limit });
}
