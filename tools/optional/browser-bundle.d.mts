/** Bundles modules for a browser, as a user's bundler does, and gives the code: a script that sets one global. */
export function bundleForBrowser(source: string, globalName: string, conditions?: string[]): Promise<string>;
