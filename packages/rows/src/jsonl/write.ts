/** A value as a line of JSON. Whole numbers beyond 2⁵³ become texts, so that no digit is lost. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one))}\n`;
}
