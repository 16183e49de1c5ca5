/** The line of a TOML document in which a setting stands: what the parser does not tell once it is read. */

/**
 * @param path as in `['report', 'top']`
 * @returns 1 for the first line; undefined where the setting is written in a way that is not looked for
 */
export function lineOf(document: string, path: readonly string[]): number | undefined {
  const wanted = path.join('.');
  let table = '';
  for (const [i, line] of document.split('\n').entries()) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/.exec(line);
    if (header !== null) {
      table = plain(header[1]!);
      if (table === wanted) return i + 1;
      continue;
    }
    const key = /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=/.exec(line);
    if (key === null) continue;
    const whole = table === '' ? plain(key[1]!) : `${table}.${plain(key[1]!)}`;
    // `report = { top = "x" }` and `logs = [ 1 ]` hold what is below them.
    if (whole === wanted || wanted.startsWith(`${whole}.`)) return i + 1;
  }
  return undefined;
}

function plain(key: string): string {
  return key.replace(/["'\s]/g, '');
}
