export type { ErrorDefinition, ImdbError } from "@imdb/core";
export {
  CannotListen,
  InvalidBody,
  MethodNotAllowed,
  RateLimited,
  RouteNotFound,
  TooLarge,
  Unauthorized,
  UnsupportedMediaType,
  WrongHost,
} from "../errors.js";
export { isApiKey } from "./authenticate.js";
export { createHandler, type HandlerOptions } from "./handler.js";
export { type Logger, silentLogger } from "./logger.js";
export { type Problem, problemSchema } from "./problem.js";
export type { RateLimit } from "./rate-limit.js";
export { type BodyBounds, jsonBodyReader, parseBody, type ReadJsonBody } from "./read-body.js";
export {
  type Answer,
  empty,
  type Incoming,
  json,
  type RequestContext,
  type Route,
  textAnswer,
} from "./route.js";
export { incomingOf } from "./web-request.js";
