export type { ErrorDefinition, ImdbError } from "@imdb/core";
export { CannotListen } from "../errors.js";
export { type HttpApp, type HttpService, type ServeHttpOptions, serveHttp } from "./serve-http.js";
