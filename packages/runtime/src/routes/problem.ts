import { httpStatus, toWire } from "@imdb/core";
import * as z from "zod";
import type { Answer } from "./route.js";

/**
 * The body of every answer that is no success. The members `error`, `error_code` and `message` are for clients of the Open
 * Inference Protocol and of MLflow.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The error code: stable, and listed in the documentation. */
  code: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string(),
  error: z.string(),
  error_code: z.string(),
  message: z.string(),
});

/** @see {@link problemSchema} */
export type Problem = z.infer<typeof problemSchema>;

const STATUS: Readonly<Record<string, number>> = {
  INVALID_BODY: 400,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  UNAUTHORIZED: 401,
  RATE_LIMITED: 429,
  WRONG_HOST: 421,
  CANCELLED: 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * Makes the problem body of an error (RFC 9457). For an internal error the client gets only the request id: the message
 * may contain internal details. It is in the log.
 *
 * @param statusOf  The HTTP status of an error code; `undefined` for the default status of the code or its kind.
 */
export function problemOf(
  error: unknown,
  requestId: string,
  statusOf: (code: string) => number | undefined,
): Problem {
  const wire = toWire(error);
  const code = statusOf(wire.code) ?? STATUS[wire.code] ?? httpStatus(wire.kind);
  const hidden = code === 500;
  const detail = hidden
    ? "The service failed to answer this request; the reason is in its log."
    : clip(wire.message);
  return {
    type: "about:blank",
    title: TITLE[code] ?? "Error",
    status: code,
    detail,
    code: hidden ? "INTERNAL" : wire.code,
    remedy: hidden ? `Report the request id ${requestId}.` : clip(wire.remedy),
    details: hidden ? {} : smallDetails(wire.details),
    requestId,
    error: detail,
    error_code: code < 500 ? "INVALID_PARAMETER_VALUE" : "INTERNAL_ERROR",
    message: detail,
  };
}

/** A refusal is small, whatever was sent. */
const TEXT_LIMIT = 1000;
const DETAILS_LIMIT = 8000;

function clip(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT - 1)}…` : text;
}

function smallDetails(details: Problem["details"]): Problem["details"] {
  return JSON.stringify(details).length > DETAILS_LIMIT ? { omitted: "They are too long." } : details;
}

/** The answer to a failed request. */
export function problemAnswer(problem: Problem): Answer {
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  const { retryAfterSeconds, allowed } = problem.details as {
    retryAfterSeconds?: number;
    allowed?: string[];
  };
  if (problem.status === 429 || problem.status === 503)
    headers["retry-after"] = String(retryAfterSeconds ?? 1);
  if (problem.status === 405 && allowed) headers["allow"] = allowed.join(", ");
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}
