import type { TextWindow } from "./profile-windows.js";

/** A window as it crosses to a thread. */
export interface ProfileJob extends Omit<TextWindow, "vectorizer"> {
  /** Of the window's vectorizer. */
  readonly features?: readonly string[];
}
