/** Whether the JavaScript peers are installed. */
export function hasJavaScriptPeers(): boolean;
/** Imports a JavaScript peer by its package name; `T` is what of it is used. */
export function importPeer<T>(name: string): Promise<T>;
