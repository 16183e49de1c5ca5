/** What somebody meant who wrote a name that does not exist: `smtpd_recipient_restriction` is near to one with an s. */
import { lettersOff } from '../../dnsbl/find.ts';

/** undefined: nothing is near, or two are equally near. */
export function likely(name: string, known: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let best: string[] = [];
  let least = mostFor(wanted) + 1;
  const longer: string[] = [];
  for (const each of known) {
    if (each === name) continue;
    const candidate = plain(each);
    if (candidate.startsWith(`${wanted}_`)) longer.push(each);
    const most = Math.min(least, mostFor(wanted));
    const off = lettersOff(wanted, candidate, most);
    if (off > most) continue;
    if (off < least) best = [];
    least = off;
    best.push(each);
  }
  if (best.length === 1) return best[0];
  return best.length === 0 && longer.length === 1 ? longer[0] : undefined;
}

/** Letters that may be wrong: of a short name few, since everything is near to it. */
function mostFor({ length }: string): number {
  return length < 6 ? 0 : length < 12 ? 1 : length < 20 ? 2 : 3;
}

/** Case and dashes are what people mix up first. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
