/** The characters of Windows-1252 from 128 to 159; its five unused codes are spaces. */
export const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž " + " ‘’“”•–—˜™š›œ žŸ";
