import { damageOfFile, warningsOnce } from "@imdb/runtime/files";
import type { Damage } from "../entities/damage.js";
import { DamagedStore } from "../errors.js";

/** Gets every damage that a reader leaves out. */
export type OnDamage = (damage: Damage) => void;

/** The error of a file of a store that is not read. */
export function damaged(path: string, problem: string): Error {
  return DamagedStore.create({ path, problem });
}

/** For a reader that leaves nothing out. @throws `DAMAGED_TRACKING_STORE` */
export function refuseDamage({ path, problem }: Damage): never {
  throw damaged(path, problem);
}

/**
 * Reads one of many. When it is damaged, `onDamage` is called and the result is `undefined`, so that the others are read.
 *
 * @throws What says nothing about this one, such as too many open files.
 */
export function orDamaged<T>(onDamage: OnDamage, read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    const damage = damageOf(cause);
    if (!damage) throw cause;
    onDamage(damage);
    return undefined;
  }
}

/** The damage that an error reports; `undefined` for an error that says nothing about one file. */
export function damageOf(cause: unknown): Damage | undefined {
  if (DamagedStore.is(cause)) return cause.details;
  return damageOfFile(cause);
}

/**
 * Makes a function that writes each damage to the process's warnings once, as MLflow warns of a malformed run. Warnings
 * are written to standard error, or handled by `process.on("warning")`.
 */
export function damageWarnings(): OnDamage {
  const warn = warningsOnce("TrackingWarning");
  return (damage) => {
    const { message, code } = DamagedStore.create(damage);
    warn({ message: `${message} It is left out.`, code });
  };
}
