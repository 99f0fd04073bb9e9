import { counted, type Part, type QualityCheck } from "./check.js";

const PARTS: readonly Part[] = ["train", "validation", "test", "unlabelled"];

/** How many documents each part has, and how many rows were not valid. An empty train or test part is an error. */
export function counts(): QualityCheck {
  return {
    name: "counts",
    severity: "error",
    maxShare: 0,
    observe({ parts, invalid }) {
      const sizes = PARTS.map((part) => [part, parts.filter((p) => p === part).length] as const);
      const empty = sizes.filter(([part, size]) => size === 0 && (part === "train" || part === "test"));
      const list = sizes
        .filter(([, size]) => size > 0)
        .map(([part, size]) => `${size.toLocaleString("en-US")} ${part}`);
      const missing =
        empty.length > 0 ? `; the ${empty.map(([part]) => part).join(" and ")} part is empty` : "";
      return {
        message: `${counted(parts.length, "document")} (${list.join(", ")}), ${counted(
          invalid.length,
          "row",
        )} not valid${missing}.`,
        count: empty.length,
        of: PARTS.length,
        examples: [],
      };
    },
  };
}
