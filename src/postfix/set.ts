/**
 * Writes a parameter into main.cf, and changes nothing else: comments, order and layout stay as they are.
 *
 *     smtpd_banner = $myhostname ESMTP        smtpd_banner = $myhostname
 *     # why                              ->   # why
 *       $mail_name                            biff = no
 *     biff = no
 *
 * Where the name stands twice, the last one is changed, since that one counts. A new name goes to the end.
 */
import { readMainCf } from './main-cf.ts';
import { splitNameValue } from './split.ts';

/**
 * @param value may hold line ends, each followed by white space
 * @throws RangeError a name or a value that main.cf cannot hold
 */
export function setParameter(text: string, name: string, value: string): string {
  const entry = value === '' ? `${name} =` : `${name} = ${value}`;
  check(name, value, entry);
  const setting = readMainCf(text, '').byName.get(name);
  const lines = text.split('\n');
  if (setting === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${end}${entry}\n`;
  }
  const inside = lines.slice(setting.first - 1, setting.last);
  const comments = inside.filter((line) => /^[ \t\v\f\r]*#/.test(line));
  return [
    ...lines.slice(0, setting.first - 1),
    entry,
    ...comments,
    ...lines.slice(setting.last),
    ...(setting.last === lines.length ? [''] : []),
  ].join('\n');
}

function check(name: string, value: string, entry: string): void {
  const read = readMainCf(entry, '').settings;
  const [first] = read;
  const plain = value.replace(/\n/g, '');
  if (
    read.length !== 1 ||
    first!.name !== name ||
    first!.value.text !== (splitNameValue(`a=${plain}`) as { value: string }).value
  )
    throw new RangeError(`main.cf cannot hold ${JSON.stringify(entry)}`);
}
