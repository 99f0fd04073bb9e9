import type { Route as HandledRoute } from "@imdb/runtime/routes";
import type * as z from "zod";

/** The description of a route in /openapi.json. */
export interface Operation {
  readonly summary: string;
  readonly tag: string;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
  /** Media type of a response that is not JSON; `"none"` for one without a body. */
  readonly responseType?: string;
  /** The reason for which it answers 503. */
  readonly unavailable?: string;
}

/** A route of the prediction service, with its description. */
export interface Route extends HandledRoute {
  readonly operation: Operation;
}
