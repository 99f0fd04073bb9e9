/** Something a run leaves for a reader, shown in its page; named as Prefect's artifacts. */
export type Artifact =
  | { readonly kind: "link"; readonly key: string; readonly href: string; readonly description?: string }
  | { readonly kind: "text"; readonly key: string; readonly text: string; readonly description?: string }
  | {
      readonly kind: "table";
      readonly key: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number | boolean | null)[])[];
      readonly description?: string;
    };
