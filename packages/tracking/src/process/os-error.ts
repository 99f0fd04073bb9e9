/** Whether an error has one of these codes of the operating system. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}

/** Whether nothing can be written: the file system or the folder may only be read, or the disk is full. */
export function isUnwritable(error: unknown): boolean {
  const { cause } = Object(error) as Error;
  return hasCode(cause ?? error, "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT");
}
