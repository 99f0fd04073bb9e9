import type { Role } from "@imdb/core";

/** The part a document is in. */
export type Part = Role | "unlabelled";
