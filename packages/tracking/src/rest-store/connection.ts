import { InvalidOption } from "@imdb/core";
import { checkOption, optional, optionsOf, recordOf, rule, text } from "@imdb/core/options";
import { httpUrl } from "@imdb/runtime/remote";

/** Options of {@link restStore}. What is left out is read from MLflow's environment variables. */
export interface RestStoreOptions {
  /** Bearer token. Default `MLFLOW_TRACKING_TOKEN`. */
  readonly token?: string | undefined;
  /** For basic authentication. Default `MLFLOW_TRACKING_USERNAME`. */
  readonly username?: string | undefined;
  /** Default `MLFLOW_TRACKING_PASSWORD`. */
  readonly password?: string | undefined;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds one request may take. Default `MLFLOW_HTTP_REQUEST_TIMEOUT` (seconds), else 120,000. */
  readonly timeoutMs?: number | undefined;
  /** The number of times that a failed request is repeated. Default `MLFLOW_HTTP_REQUEST_MAX_RETRIES`, else 5. */
  readonly retries?: number | undefined;
  /** Milliseconds before the first retry; doubled before each further one, up to 20 s. Default 200. */
  readonly backoffMs?: number | undefined;
}

/** A connection with all options checked and in place. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly backoffMs: number;
}

const natural = rule<number>(
  "a whole number, 0 or more",
  (value) => Number.isInteger(value) && Number(value) >= 0,
);
const connectionOptions = optionsOf<RestStoreOptions, keyof RestStoreOptions>({
  token: optional(text),
  username: optional(text),
  password: optional(text),
  headers: optional(recordOf(text)),
  timeoutMs: optional(natural),
  retries: optional(natural),
  backoffMs: optional(natural),
});

/** @throws `INVALID_OPTION` */
export function resolveConnection(
  uri: string | undefined,
  options: RestStoreOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Connection {
  if (Object.hasOwn(Object(options), "outbox")) {
    const expected = "no outbox: syncedStore keeps records while the server is unreachable";
    throw InvalidOption.create({ option: "outbox", value: "given", expected, of: "restStore" });
  }
  connectionOptions.resolve(options, "restStore");
  const url = httpUrl("uri", uri ?? env["MLFLOW_TRACKING_URI"]);
  const numeric = (name: string) => (env[name] ? Number(env[name]) : undefined);
  const seconds = numeric("MLFLOW_HTTP_REQUEST_TIMEOUT") ?? 120;
  const token = options.token ?? env["MLFLOW_TRACKING_TOKEN"];
  const username = options.username ?? (decodeURIComponent(url.username) || env["MLFLOW_TRACKING_USERNAME"]);
  const password = options.password ?? (decodeURIComponent(url.password) || env["MLFLOW_TRACKING_PASSWORD"]);
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  // MLflow prefers a name and a password over a token.
  const authorization = username && password ? basic : token && `Bearer ${token}`;
  return {
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, "")}`,
    headers: { ...(authorization && { authorization }), ...options.headers },
    timeoutMs: checkOption("timeoutMs", options.timeoutMs ?? seconds * 1_000, natural),
    retries: checkOption(
      "retries",
      options.retries ?? numeric("MLFLOW_HTTP_REQUEST_MAX_RETRIES") ?? 5,
      natural,
    ),
    backoffMs: options.backoffMs ?? 200,
  };
}
