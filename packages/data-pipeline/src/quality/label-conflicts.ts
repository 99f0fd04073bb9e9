import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Texts that stand there with more than one label: at least one of them is wrong. */
export function labelConflicts(): QualityCheck {
  return {
    name: "label-conflicts",
    severity: "warning",
    maxShare: 0,
    observe({ examples, sameText }) {
      const first = new Map<number, number>();
      const conflicts = new Map<number, string>();
      let labelled = 0;
      examples.forEach(({ id, label }, i) => {
        if (label === undefined) return;
        labelled++;
        const text = sameText[i]!;
        const other = first.get(text);
        if (other === undefined) first.set(text, i);
        else if (examples[other]!.label !== label && !conflicts.has(text)) {
          conflicts.set(text, `${examples[other]!.id} = ${id}`);
        }
      });
      if (conflicts.size === 0) return undefined;
      return {
        message: `${counted(conflicts.size, "text has", "texts have")} more than one label.`,
        count: conflicts.size,
        of: labelled,
        examples: [...conflicts.values()].slice(0, SHOWN),
      };
    },
  };
}
