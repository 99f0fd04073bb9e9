import { problemSchema } from "@imdb/runtime/routes";
import * as z from "zod";
import type { Operation, Route } from "../service/route.js";

/**
 * Makes an OpenAPI 3.1 document of the routes. It uses the zod schemas that check the bodies, so that the description is
 * always correct.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function openApiDocument(routes: readonly Route[], keyed: boolean): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, operation, access } of routes) {
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = {
      summary: operation.summary,
      tags: [operation.tag],
      operationId: `${method.toLowerCase()}${path.replace(/[^a-zA-Z0-9]+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
      parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...(operation.body
        ? { requestBody: { required: true, content: jsonContent(operation.body, "input") } }
        : {}),
      responses: responses(path, operation, access === "keyed"),
      ...(keyed && access === "keyed" ? { security: [{ bearer: [] }, { apiKey: [] }] } : {}),
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Text classification", version: "1", description: "Predictions of @imdb/serve." },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      ...(keyed ? { securitySchemes: SECURITY } : {}),
    },
  };
}

const SECURITY = {
  bearer: { type: "http", scheme: "bearer" },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
};

function responses(
  path: string,
  { response, responseType, body, unavailable }: Operation,
  refusable: boolean,
) {
  const problem = (description: string) => ({
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  });
  const busy = unavailable ?? (body && "Overloaded: try again after Retry-After seconds");
  return {
    200: { description: "OK", ...content(response, responseType) },
    ...(body ? { 400: problem("The body does not match the schema"), 413: problem("Too large") } : {}),
    ...(body ? { 415: problem("The body is not declared as JSON") } : {}),
    ...(path.includes("{") ? { 404: problem("No such model or version") } : {}),
    ...(refusable ? { 401: problem("No known key"), 429: problem("Over the rate limit of the client") } : {}),
    ...(busy ? { 503: problem(busy) } : {}),
  };
}

function content(response: z.ZodType | undefined, type = "application/json"): { content?: object } {
  if (response) return { content: jsonContent(response, "output") };
  return type === "none" ? {} : { content: { [type]: { schema: {} } } };
}

function jsonContent(schema: z.ZodType, io: "input" | "output") {
  return { "application/json": { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
