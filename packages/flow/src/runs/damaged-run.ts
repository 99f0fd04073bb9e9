import { type Damage, damageOfFile, warningsOnce } from "@imdb/runtime/files";
import { DamagedRun } from "../errors.js";

/** Gets the damage of a run that a reader of many leaves out. */
export type OnDamage = (runId: string, damage: Damage) => void;

/** The result of reading a run. Throws `DAMAGED_RUN` when its files are damaged. */
export async function orDamagedRun<T>(runId: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const damage = damageOfFile(cause);
    throw damage ? DamagedRun.create({ runId, ...damage }, { cause }) : cause;
  }
}

/** As {@link orDamagedRun}, for one of many: a damaged one is told to `onDamage`, and the result is `undefined`. */
export async function orLeftOut<T>(
  runId: string,
  onDamage: OnDamage,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (cause) {
    const damage = damageOfFile(cause);
    if (damage === undefined) throw cause;
    onDamage(runId, damage);
    return undefined;
  }
}

/** Writes each damage to the process's warnings once: a flow that passes a damaged run over says so. */
export function damageWarnings(): OnDamage {
  const warn = warningsOnce("FlowWarning");
  return (runId, damage) => {
    const { message, code } = DamagedRun.create({ runId, ...damage });
    warn({ message: `${message} It is passed over.`, code });
  };
}
