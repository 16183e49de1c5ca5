/**
 * Milters and content filters: what they found out about a message. One file a kind of filter. What they say
 * of their own work is quiet; of their own trouble, a complaint.
 */
import type { Event } from './event.ts';
import { readAmavis } from './filter/amavis.ts';
import { readDkim, readDkimProxy, readDmarc } from './filter/dkim.ts';
import { readMailScanner, readMimeDefang, readProxmox } from './filter/gateway.ts';
import { readMaildrop } from './filter/maildrop.ts';
import { readPlesk } from './filter/plesk.ts';
import { readProcmail } from './filter/procmail.ts';
import { readRspamd } from './filter/rspamd.ts';
import { readSaExim, readSpamd } from './filter/spamassassin.ts';
import { readClamd, readClamMilter, readClamSmtp } from './filter/virus.ts';
import { find } from './scan.ts';
import { beginsWith, complaint, isTrouble, quiet, readLevel } from './words.ts';

const SPAMASS = quiet("SpamAssassin's milter at work");

export function parseFilter(program: string, text: string, from: number, end: number): Event | undefined {
  return readFilter(program, text, from, end) ?? readLevel(text, from, end);
}

function readFilter(program: string, text: string, from: number, end: number): Event | undefined {
  switch (program) {
    case 'opendkim':
    case 'dkim-filter':
    case 'openarc':
      return readDkim(program, text, from, end);
    case 'opendmarc':
      return readDmarc(text, from, end);
    case 'dkimproxy.in':
    case 'dkimproxy.out':
      return readDkimProxy(program, text, from, end);
    case 'rspamd':
      return readRspamd(text, from, end);
    case 'amavis':
    case 'amavisd':
      return readAmavis(text, from, end);
    case 'spamd':
    case 'spampd':
      return readSpamd(program, text, from, end);
    case 'spamc':
      return isTrouble(text, from, end) || find(text, ' aborted', from, end) >= 0
        ? complaint('warning', text, from, end)
        : beginsWith(text, ['skipped message'], from, end)
          ? SPAMASS
          : undefined;
    case 'SA':
      return readSaExim(text, from, end);
    case 'clamsmtpd':
      return readClamSmtp(text, from, end);
    case 'clamav-milter':
      return readClamMilter(text, from, end);
    case 'clamd':
      return readClamd(text, from, end);
    case 'MailScanner':
      return readMailScanner(text, from, end);
    case 'mimedefang':
      return readMimeDefang(text, from, end);
    case 'procmail':
      return readProcmail(text, from, end);
    case 'maildrop':
      return readMaildrop(text, from, end);
    case 'pmg-smtp-filter':
      return readProxmox(text, from, end);
    case 'plesk':
      return readPlesk(text, from, end);
    case 'spamass-milter':
      if (isTrouble(text, from, end)) return complaint('warning', text, from, end);
      return beginsWith(text, ['spamass-milter ', 'SpamAssassin: ', 'Child '], from, end)
        ? SPAMASS
        : undefined;
    default:
      return undefined;
  }
}
