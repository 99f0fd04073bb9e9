export type { Damage } from "@imdb/runtime/files";
