const RESIDUE =
  /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?\/?>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/** Whether a text holds HTML tags, comments or character references. */
export function hasHtml(text: string): boolean {
  return (text.includes("<") || text.includes("&")) && RESIDUE.test(text);
}
