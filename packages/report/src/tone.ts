/** How a state is coloured: `pass` green, `warn` amber, `fail` red, `info` blue, `muted` grey. */
export type Tone = "pass" | "warn" | "fail" | "info" | "muted";
