export function hasJavaScriptPeers(): boolean;
export function importPeer(name: string): Promise<any>;
