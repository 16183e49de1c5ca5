/** Keys in lower case, as Postfix folds them (casefold.c): ASCII, and with smtputf8_enable (default) all of Unicode. */

const BEYOND_ASCII = /[^\x00-\x7f]/;

export function fold(text: string): string {
  const lower = text.toLowerCase();
  return BEYOND_ASCII.test(lower) ? lower.replace(/[ßẞ]/g, 'ss').replace(/ς/g, 'σ') : lower;
}
