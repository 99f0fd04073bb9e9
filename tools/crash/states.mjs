// All states in which a crash may leave a folder, from the record of what was done there.
import { createHash } from "node:crypto";
import { fingerprint, operator, VIEWS, viewOf } from "./disk.mjs";

/**
 * The states after every prefix of a record: as it is when the process is killed there, and the different ones in which a
 * power cut may leave it. A state that is like an earlier one is left out.
 *
 * @param start  The folder as it was before, by `readDisk`. It is changed.
 * @returns `{ prefix, after, view, copy, acknowledged }` for each: the number of operations, the last one, what of them is
 *          there, the content, and the texts that were acknowledged by then.
 */
export function* statesAfter(start, record) {
  const { operate, halfway } = operator(start);
  const acknowledged = [];
  const seen = new Set();
  const isNew = (state) => {
    const isPowerLost = state.view !== "killed";
    const text = `${isPowerLost} ${state.acknowledged.length} ${fingerprint(state.copy)}`;
    const hash = createHash("sha256").update(text).digest("base64");
    return !seen.has(hash) && seen.add(hash);
  };
  let prefix = 0;
  let after = "nothing";
  for (let i = 0; i <= record.length; i++) {
    const next = record[i];
    if (next?.kind === "acknowledged") {
      acknowledged.push(next.text);
      continue;
    }
    if (next && isReading(next)) {
      operate(next);
      continue;
    }
    for (const [view, shown] of Object.entries(VIEWS)) {
      const state = { prefix, after, view, copy: viewOf(start, shown), acknowledged: [...acknowledged] };
      if (isNew(state)) yield state;
    }
    if (next === undefined) return;
    if (next.kind === "write" && next.data.length > 4) {
      const copy = halfway(next, () => viewOf(start, VIEWS.killed));
      const state = {
        prefix,
        after: `half of ${describe(next)}`,
        view: "killed",
        copy,
        acknowledged: [...acknowledged],
      };
      if (isNew(state)) yield state;
    }
    operate(next);
    prefix++;
    after = describe(next);
  }
}

const describe = ({ kind, path, id, to }) => `${kind} ${path ?? id}${to ? ` → ${to}` : ""}`;

/** Whether an operation only opens what is there. */
const isReading = ({ kind, isNew, isEmptied }) =>
  kind === "open folder" || (kind === "open" && !isNew && !isEmptied);
