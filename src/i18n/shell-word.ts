/** What stands in a log, for commands that a person copies into a shell: nothing of it may run. */

/** As a shell takes it for one word (POSIX sh, quoting). */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** As a regular expression of grep -E that matches the text itself. */
export function pattern(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** A name of DNS or an address; anything else becomes the placeholder. */
export function nameOr(text: string, placeholder: string): string {
  return /^[a-z0-9_][a-z0-9_.:-]*$/i.test(text) ? text : placeholder;
}
