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
 * A file whose lines end with CR LF keeps them: Postfix takes the CR for white space.
 * @param value may hold line ends, each followed by white space
 * @throws RangeError a name or a value that main.cf cannot hold
 */
export function setParameter(text: string, name: string, value: string): string {
  const plain = value === '' ? `${name} =` : `${name} = ${value}`;
  check(name, value, plain);
  const setting = readMainCf(text, '').byName.get(name);
  const lines = text.split('\n');
  const carriage = (setting === undefined ? lines[0]! : lines[setting.last - 1]!).endsWith('\r') ? '\r' : '';
  const entry = plain.replace(/\r?\n/g, `${carriage}\n`) + carriage;
  if (setting === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : `${carriage}\n`;
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
