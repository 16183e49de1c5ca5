/** Texts that were meant to be SPF records, and that no receiver takes for one, since they do not begin with `v=spf1` and a blank. */
import { corrected } from './instead.ts';
import { isSpf } from './record.ts';
import { ourSigns } from './signs.ts';

/** Characters of a text that is looked at. */
const LONGEST = 4_000;

/** The first such text; to be asked where there is no SPF record among them. */
export function nearRecord(texts: readonly string[]): string | undefined {
  return texts.find(isNear);
}

/** How a text that `nearRecord` gave would be right; undefined: nobody can tell. */
export function nearWritten(text: string): string | undefined {
  const rest = BEGINNING.exec(ourSigns(text).trim())?.[1] ?? '';
  const { record } = corrected(`v=spf1 ${rest.replace(/["')]{1,9}$/, '').trim()}`);
  return record !== undefined && rest !== '' && isSpf(record) ? record : undefined;
}

/** `spf1`, `"v=spf1`, `v = spf1`, `v:spf1`, `v=spf1;`, `v=spf`, `v=spf2`, `v=spf10`, `TXT "v=spf1`. */
const BEGINNING =
  /^(?:(?:IN\s+)?TXT\s+)?["'(\s]*(?:v\s*[=:]?\s*spf\s*v?[\d.]*|spf\s*=?\s*v?1)[\s;:,."']*(?:(?<=[\d\s;:,."'f])(.*))?$/is;

/** Sender ID (`spf2.0/pra`) is something else. */
function isNear(text: string): boolean {
  if (
    text.length > LONGEST ||
    !/^[^a-z]{0,8}(?:(?:in\s+)?txt\s|v\s?[=:]?\s?spf|v\s[=:]\s?spf|spf\s?=?\s?v?1)/i.test(text)
  )
    return false;
  return !isSpf(text) && BEGINNING.test(ourSigns(text).trim());
}
