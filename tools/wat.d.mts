export function compileWat(path: string): Promise<string>;
export function sourceOf(path: string, base64: string): string;
