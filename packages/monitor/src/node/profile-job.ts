import type { TermCount } from "@imdb/core";
import type { TextWindow } from "./profile-windows.js";

/** A window as it crosses to a thread. */
export interface ProfileJob extends Omit<TextWindow, "vectorizer"> {
  /** What the window's vectorizer counts in each different text. */
  readonly termCounts?: ReadonlyMap<string, TermCount>;
}
