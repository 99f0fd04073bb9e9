/** Its settings: on the loopback interface alone; what it holds survives a restart. */
export function serverArguments(port: number, folder: string): string[];
/** A port that nothing listens on. */
export function freePort(): Promise<number>;
