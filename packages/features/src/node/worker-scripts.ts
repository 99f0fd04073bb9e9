const here = import.meta.url;
// By folder, not by depth: in the CommonJS build the address is that of whatever chunk this ended up in.
const root = here.slice(0, Math.max(here.lastIndexOf("/src/"), here.lastIndexOf("/dist/")));

/** The built threads, found from the sources as well as from both builds. */
export const FIT_WORKER = new URL(`${root}/dist/node/fit-worker.js`);
export const TRANSFORM_WORKER = new URL(`${root}/dist/node/transform-worker.js`);
