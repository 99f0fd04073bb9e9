import { optional, optionsOf, text } from "@imdb/core/options";

/** What a page shows besides its report. */
export interface PageOptions {
  /** Default: the kind of the report. */
  readonly title?: string | undefined;
  /** One line below the title, such as the model and the window. */
  readonly subtitle?: string | undefined;
}

/** The schema of {@link PageOptions}. */
export const pageOptions = optionsOf<PageOptions, "title" | "subtitle">({
  title: optional(text),
  subtitle: optional(text),
});
