/** Whom `sekisho spf` is to check: addresses and names of the command line, checked before anything is asked. */
import { SekishoError } from '../config/error.ts';
import { clientAddress, splitSender } from '../spf/client.ts';
import { asciiName, isTargetName } from '../spf/macro.ts';
import type { Request } from '../spf/verdict.ts';

export interface SpfOptions {
  ip?: string;
  sender?: string;
  helo?: string;
}

/** Without client: the domain's record is looked at for itself. */
export type Wanted =
  | { readonly kind: 'check'; readonly request: Request }
  | { readonly kind: 'review'; readonly domain: string };

/** The longest that SMTP knows (RFC 5321 §4.5.3.1) and some. */
const LONGEST = 512;

export function wantedOf(domain: string | undefined, { ip, sender, helo }: SpfOptions): Wanted {
  if (domain !== undefined && sender !== undefined)
    throw bad('a domain and --sender are given: one of them says whose mail it is', 'leave one out', {});
  const option = domain === undefined ? '--sender' : '';
  const from = (domain ?? sender)?.replace(/^<(.*)>$/, '$1').trim();
  if (from === undefined && helo === undefined)
    throw bad(
      'there is no domain to check',
      'give one, as in sekisho spf example.com, or sekisho spf --ip 192.0.2.1 --sender ann@example.com --helo mx.example.com',
      {},
    );
  if (from !== undefined && from !== '' && !isSender(from))
    throw option === ''
      ? bad('"{text}" is neither a domain nor a mail address', 'give one, as in sekisho spf example.com', {
          text: from,
        })
      : bad(
          '--sender "{text}" is neither a mail address nor a domain',
          "give one, as in --sender ann@example.com; --sender '' is the empty sender of bounces",
          { text: from },
        );
  if (helo !== undefined && !isHelo(helo, !from))
    throw bad('--helo "{text}" is no name of a host', 'give one, as in --helo mx.example.com', {
      text: helo,
    });
  if (!from && helo === undefined)
    throw bad(
      'the sender is empty, and there is no HELO name to check instead',
      'give one, as in --helo mx.example.com',
      {},
    );
  const checked = splitSender(from ?? '', helo ?? '').domain;
  if (ip === undefined) return { kind: 'review', domain: asciiName(checked).toLowerCase() };
  const address = ip.replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1');
  if (clientAddress(address) === undefined)
    throw bad('--ip "{text}" is no IP address', 'give one, as in --ip 192.0.2.1 or --ip 2001:db8::1', {
      text: ip,
    });
  return { kind: 'check', request: { ip: address, sender: from ?? '', helo: helo ?? checked } };
}

function isSender(text: string): boolean {
  if (text.length > LONGEST || /[\0-\x1f\x7f]/.test(text)) return false;
  return isTargetName(asciiName(splitSender(text, '').domain));
}

/** An address in brackets is a HELO name too (RFC 5321 §4.1.3), but none that has a record. */
function isHelo(text: string, isChecked: boolean): boolean {
  if (text === '' || text.length > LONGEST || /[\0-\x20\x7f]/.test(text)) return false;
  return !isChecked || isTargetName(asciiName(splitSender('', text).domain));
}

function bad(sentence: string, advice: string, values: Record<string, string>): SekishoError {
  return new SekishoError('bad-argument', sentence, advice, { values });
}
