/** The optional tools of this checkout. */
export type OptionalTool =
  | "browser"
  | "redis"
  | "peers"
  | "mlflow2"
  | "archive"
  | "moto"
  | "gnuTar"
  | "assemblyscript"
  | "postgres"
  | "databases"
  | "betterSqlite3"
  | "heavy";

/** The path of an optional tool, or undefined where it is not found or hidden by `IMDB_HIDE`. */
export function toolPath(name: OptionalTool): string | undefined;

/** The names of all optional tools. */
export function toolNames(): OptionalTool[];

/** What an optional tool is called, and how to get it. */
export function describeTool(name: OptionalTool): MissingTool;

/** The interpreter of a virtual environment that `tools/peers/setup` makes. */
export function interpreterOf(environment: string): string;

/** Something that is missing, and how to get it. */
export interface MissingTool {
  readonly title: string;
  readonly remedy: string;
}

/** The path of an optional tool for a script that cannot do without it; throws an error that says how to get it. */
export function requireTool(name: OptionalTool): string;

/** How often a test repeats something: `usual` times, and `heavy` times under `IMDB_HEAVY=1`. */
export function rounds(usual: number, heavy: number): number;
