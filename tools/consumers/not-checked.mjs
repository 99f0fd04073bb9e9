/** What a cell throws when the machine lacks its tool: it is then neither right nor wrong. */
export class NotChecked extends Error {}
