/** Addresses given on the command line or in the settings: one or several, `Ann <ann@example.com>` or a local name. */
import { SekishoError } from '../config/error.ts';

export interface MailAddress {
  readonly name: string;
  /** `ann@example.com`, or `root` for a user of this machine. Begins with no hyphen, bar or slash: those are options, programs and files to sendmail(1). */
  readonly address: string;
}

/** A dot-atom or a part in quotes, and a domain or an address literal (RFC 5321 §4.1.2), in any script (RFC 6531). */
const ADDRESS =
  /^(?![-|/])(?:[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+|"[^"\\\p{Cc}]+")(?:@(?:[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*|\[[\w.:]+\]))?$/u;

/** @param option for the error: which option or setting it is */
export function readAddresses(text: string, option: string): MailAddress[] {
  const list = text
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => readAddress(each, option));
  if (list.length === 0) throw bad(text, option);
  return list;
}

function readAddress(text: string, option: string): MailAddress {
  const named = /^(?<name>[^<>\p{Cc}]*)<(?<address>[^<>]+)>$/u.exec(text)?.groups;
  const address = named?.address?.trim() ?? text;
  const name = (named?.name ?? '').trim().replace(/^"(.*)"$/, '$1');
  if (!ADDRESS.test(address)) throw bad(text, option);
  return { name, address };
}

function bad(text: string, option: string): SekishoError {
  return new SekishoError(
    'bad-argument',
    '{option} "{text}" is no mail address',
    'give one, as in {option} postmaster@example.com',
    { values: { option, text } },
  );
}
