/** Who sends to whom in the random scene; what a name means is set in scene.ts. */
import type { Rule } from '../sink.ts';
import type { ClientIdentity } from '../smtp-client.ts';
import type { Dice } from './dice.ts';

export const CLIENTS: readonly ClientIdentity[] = [
  { addr: '203.0.113.10', name: 'mail.good.example' },
  { addr: '203.0.113.11', name: 'mail2.good.example' },
  { addr: '203.0.113.12' },
  { addr: '203.0.113.13', reverseName: 'only-reverse.good.example' },
  { addr: '2001:db8:6::25', name: 'six.good.example' },
  { addr: '2001:db8:6::26' },
];
export const LISTED: readonly ClientIdentity[] = [
  { addr: '198.51.100.66', name: 'spam.bad.example' },
  { addr: '198.51.100.67' },
  { addr: '198.51.100.68', name: 'spam3.bad.example' },
];
/** Listed where a listing is only warned of. */
export const WARNED: ClientIdentity = { addr: '198.51.100.77', name: 'warned.example' };
export const REFUSED: ClientIdentity = { addr: '192.0.2.200', name: 'refused.example' };

/** Accounts and passwords. */
export const ACCOUNTS: Readonly<Record<string, string>> = {
  carl: 'secret',
  dora: 'geheim',
  'eve@local.example': 'x',
};

export const LOCAL_USERS = ['games', 'news', 'man', 'list'] as const;
/** Where notifications end that nobody takes. */
export const POSTMASTER = 'lp';

/** Senders that access rules act on; all at good.example. */
export const RULED_SENDERS = {
  refused: 'REJECT go away',
  deferred: 'DEFER come again',
  held: 'HOLD',
  dropped: 'DISCARD',
  warned: 'WARN seen',
  marked: 'PREPEND X-Lab-Mark: yes',
} as const;

export const SENDERS = [
  'ann@good.example',
  'Bob@Good.Example',
  'ann+list=local.example@good.example',
  '"quoted, name"@good.example',
  'games@local.example',
  // Notifications to these are deferred once, or refused.
  'slow@good.example',
  'gone@good.example',
  '',
];

/** What the sink does with a recipient, by the first letters of its local part. */
const BEHAVIOUR: Readonly<Record<string, Rule | undefined>> = {
  ok: undefined,
  rcpt4: { at: 'recipient', reply: '450 4.2.2 mailbox full' },
  rcpt5: { at: 'recipient', reply: '550 5.1.1 no such user' },
  once: { at: 'recipient', reply: '451 4.7.1 come back later', times: 1 },
  data4: { at: 'data', reply: '451 4.3.0 not now' },
  data5: { at: 'data', reply: '554 5.7.1 not at all' },
  end4: { at: 'message', reply: '452 4.3.1 disk full' },
  end5: { at: 'message', reply: '554 5.7.1 this is spam' },
  drop: { at: 'recipient', reply: 'drop' },
  dropdata: { at: 'data', reply: 'drop' },
  dropend: { at: 'message', reply: 'drop' },
  busy: { at: 'recipient', reply: '421 4.3.2 closing' },
};

/** Recipients outside with what the sink is to do with them. */
export function farRecipients(
  dice: Dice,
  domain: string,
  count: number,
): { address: string; rule: Rule | undefined }[] {
  const kinds = Object.keys(BEHAVIOUR);
  return Array.from({ length: count }, (_, i) => {
    const kind = dice.chance(0.5) ? 'ok' : dice.pick(kinds);
    return { address: `${kind}-${i}@${domain}`, rule: BEHAVIOUR[kind] };
  });
}
