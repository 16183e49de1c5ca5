/**
 * Is there such an address among ours? (check_rcpt_maps(), ADDRESS_CLASS_README) Without this, mail for addresses that
 * nobody has is accepted and sent back to forged senders: backscatter.
 */

import { mailKeys } from './mail-keys.ts';
import { findFirst, type Key, type Maps } from './maps.ts';
import { fitStatus, type Refused, splitStatus } from './reply.ts';
import { isLocal, resolve } from './resolve.ts';
import { DUNNO, type Run, type Status } from './run.ts';

export function unlistedRecipient(run: Run, address: string): Status {
  if (run.rules.unknownRecipientsPass || run.recipientChecked) return DUNNO;
  if (run.warnFrom === 0) run.recipientChecked = true;
  return unlisted(run, address, 'Recipient address');
}

export function unlistedSender(run: Run, address: string): Status {
  if (run.rules.unknownRecipientsPass || run.senderChecked) return DUNNO;
  if (run.warnFrom === 0) run.senderChecked = true;
  return unlisted(run, address, 'Sender address');
}

function unlisted(run: Run, address: string, refused: Refused): Status {
  const { rules } = run;
  const found = resolve(run, address);
  if (found.failed) run.tableFailed(address);
  const domain = found.address.slice(found.address.lastIndexOf('@') + 1);
  let keys: readonly Key[] | undefined;
  const has = (maps: Maps): boolean => {
    if (maps.length === 0) return false;
    if (keys === undefined) {
      const isOurs =
        found.class === 'local' || domain === rules.myOrigin.toLowerCase() || isLocal(run, domain);
      keys = mailKeys(found.address, rules, isOurs);
    }
    const answer = findFirst(run, maps, keys);
    if (answer === 'absent') return false;
    if ('failed' in answer) run.tableFailed(address);
    return true;
  };
  const ofSenders = refused === 'Sender address';
  if (has(rules.recipientCanonicalMaps) || (ofSenders && has(rules.senderCanonicalMaps))) return DUNNO;
  if (has(rules.canonicalMaps) || has(rules.virtualAliasMaps)) return DUNNO;
  if (found.transport === 'error' || found.transport === 'retry') {
    const digit = found.transport === 'error' ? 5 : 4;
    const { dsn, text } = splitStatus(found.nexthop, `${digit}.1.${ofSenders ? 0 : 1}`);
    const code = digit === 4 ? 450 : found.class === 'virtual-alias' ? rules.codes.virtualAlias : 550;
    return run.reject(code, fitStatus(dsn, refused), `<${address}>: ${refused} rejected: ${text}`);
  }
  const of = tableOf(run, found.class);
  if (of === undefined || of.maps.length === 0) return DUNNO;
  if (found.class === 'local' && isAbsorbed(run, found.address)) return DUNNO;
  if (has(of.maps)) return DUNNO;
  const where = rules.showUserUnknownTable ? ` in ${of.name} table` : '';
  const dsn = ofSenders ? '5.1.0' : '5.1.1';
  return run.reject(of.code, dsn, `<${address}>: ${refused} rejected: User unknown${where}`);
}

function tableOf({ rules }: Run, of: string): { maps: Maps; name: string; code: number } | undefined {
  const { codes } = rules;
  if (of === 'local')
    return { maps: rules.localRecipientMaps, name: 'local recipient', code: codes.localRecipient };
  if (of === 'virtual-mailbox')
    return { maps: rules.virtualMailboxMaps, name: 'virtual mailbox', code: codes.virtualMailbox };
  if (of === 'relay')
    return { maps: rules.relayRecipientMaps, name: 'relay recipient', code: codes.relayRecipient };
  return undefined;
}

/** Addresses of Postfix itself, which it takes whatever the tables say. */
function isAbsorbed({ rules }: Run, address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@'));
  return [rules.doubleBounceSender, 'postmaster', 'mailer-daemon'].some((own) => own.toLowerCase() === local);
}
