// The table at the end of a storm.

const SHOWN = 5;

/** The text of a result, and whether nothing is wrong. */
export function report({ seed, seconds, disk, container, done, counts, found, refused }) {
  const lines = [
    `\nstorm of ${seconds} s, seed ${seed}, disk ${disk}, ${container ? "one flow process in a container" : "no container"}\n`,
    "what was done",
  ];
  for (const [name, count] of Object.entries(done)) lines.push(`  ${name.padEnd(24)} ${count}`);
  lines.push("what was acknowledged and found");
  for (const [check, values] of Object.entries(counts)) {
    for (const [name, value] of Object.entries(values))
      lines.push(`  ${`${check}: ${name}`.padEnd(30)} ${shown(value)}`);
  }
  lines.push("what could not be done during a fault, and was not acknowledged");
  for (const [why, count] of Object.entries(refused)) lines.push(`  ${why.padEnd(56)} ${count}`);
  lines.push("what is wrong");
  const wrong = Object.entries(found).flatMap(([check, kinds]) =>
    Object.entries(kinds).flatMap(([kind, list]) => (list.length > 0 ? [{ check, kind, list }] : [])),
  );
  if (wrong.length === 0) lines.push("  nothing");
  for (const { check, kind, list } of wrong) {
    lines.push(`  ${check}: ${list.length} ${kind}`);
    for (const one of list.slice(0, SHOWN)) lines.push(`    ${one}`);
  }
  return { text: lines.join("\n"), isSound: wrong.length === 0 };
}

function shown(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
