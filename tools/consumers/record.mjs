export function record() {}
