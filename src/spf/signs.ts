/** What word processors and web forms make of a record: dashes, quotes and blanks that look like those of ASCII. */
import { asciiName } from './macro.ts';

/** Bytes as latin1, as DNS has them, as what they most likely are. */
export function readable(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  const read = Buffer.from(text, 'latin1').toString('utf8');
  return read.includes('\ufffd') ? text : read;
}

/** @param text bytes as latin1 */
export function ourSigns(text: string): string {
  const plain = readable(text)
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[\u2018-\u201f\u00ab\u00bb]/g, '')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return plain.replace(/(?<=[:=])[^ :=/]*[^\0-\x7f][^ :=/]*/g, asciiName);
}
