/**
 * Accounts whose password somebody else has. One account over many clients, most of them without a name in DNS,
 * within a day is the best single sign; refusals and changing senders make fewer clients enough. A newsletter, a
 * scanner or a telephone on the road is none: one client, or clients with names, or a few in a day.
 *
 *     smtpd[7]: 4D2F1: client=unknown[198.51.100.7], sasl_method=LOGIN, sasl_username=ann
 */

import { pattern, shellWord } from '../i18n/shell-word.ts';
import { type Message, type Moment, rootOf } from '../maillog/correlate/message.ts';
import type { Repeats, Submission } from '../maillog/correlate/submission.ts';
import { prefixText, providerText } from '../net/prefix-text.ts';
import { Distinct } from '../tally/distinct.ts';
import { hashOf } from '../tally/hash.ts';
import { Tally } from '../tally/tally.ts';
import type { Draft } from './draft.ts';
import { isPrivate } from './private.ts';
import { LINES, newSign, type Sign, see, show } from './signs.ts';

const DAY = 86_400_000;
const MOST_ACCOUNTS = 5000;
/** Messages of a day, or of a trickle, before an account is looked at. */
const ENOUGH = 20;

/** How an account was used in a stretch of time, by clients outside its own networks. */
interface Use {
  messages: number;
  recipients: number;
  bounced: number;
  /** Messages of clients without a name in DNS. */
  nameless: number;
  readonly clients: Distinct;
  readonly senders: Distinct;
}

export interface Account extends Sign {
  recipients: number;
  bounced: number;
  readonly clients: Distinct;
  /** Networks of clients without a name. */
  readonly networks: Distinct;
  nameless: number;
  /** Since the Epoch. */
  day: number;
  today: Use;
  /** The worst of the days before. */
  cracked: Use | undefined;
  /** Lines of clients without a name, each a new client; they convince more. */
  readonly strange: Pick<Sign, 'evidence'>;
}

export class Accounts {
  readonly rows = new Tally<Account>(newAccount, undefined, MOST_ACCOUNTS);

  /** A message of the account. @returns whether lines of clients without a name are still wanted */
  submitted(account: Account, submission: Submission): boolean {
    const { recipients, sender, time } = submission;
    see(account, time);
    account.recipients += recipients;
    if (account.evidence.length < LINES) showOf(account, submission.moment());
    const address = submission.address();
    if (isPrivate(address)) return wantsStrange(account);
    // An IPv6 client changes its address within a /64 at will (RFC 8981).
    const key = address.includes(':') ? hashOf(prefixText(address, 4)) : submission.client;
    this.#enter(account, Math.floor(time / DAY));
    const { today } = account;
    account.clients.add(key);
    today.messages++;
    today.recipients += recipients;
    if (sender !== undefined) today.senders.add(sender);
    const wanted = submission.nameless && wantsStrange(account);
    const before = wanted ? today.clients.size : 0;
    today.clients.add(key);
    if (!submission.nameless) return wantsStrange(account);
    account.nameless++;
    today.nameless++;
    account.networks.add(hashOf(providerText(address)));
    if (wanted && today.clients.size > before) showOf(account.strange, submission.moment());
    return wantsStrange(account);
  }

  /** More messages of the account on its present day. */
  repeated(account: Account, repeats: Repeats): void {
    const { inside, outside } = repeats;
    account.count += inside.messages + outside.messages;
    account.first = Math.min(account.first, repeats.first);
    account.last = Math.max(account.last, repeats.last);
    account.bounced += repeats.bounced;
    account.recipients += inside.recipients + outside.recipients;
    account.nameless += outside.nameless;
    const { today } = account;
    today.messages += outside.messages;
    today.recipients += outside.recipients;
    today.nameless += outside.nameless;
    today.bounced += repeats.bouncedOutside;
    repeats.news((news) => {
      if (news.line !== undefined && account.evidence.length < LINES) account.evidence.push(news.line);
      if (!news.outside) return;
      account.clients.add(news.client);
      today.clients.add(news.client);
      if (news.sender !== undefined) today.senders.add(news.sender);
      if (news.nameless) account.networks.add(news.network);
    });
  }

  /** A recipient of a message was refused. */
  bounced(message: Message): void {
    const { account: name, clientAddress } = rootOf(message);
    if (name === '') return;
    const account = this.rows.row(name);
    account.bounced++;
    if (!isPrivate(clientAddress)) account.today.bounced++;
  }

  *drafts(): Iterable<Draft> {
    for (const account of this.rows.values()) {
      this.#enter(account, Number.NaN);
      const { cracked, key, recipients, bounced, clients } = account;
      const trickle =
        account.networks.size >= 15 && account.nameless >= Math.max(ENOUGH, account.count * 0.5);
      if (cracked === undefined && !trickle) continue;
      yield {
        id: 'account-compromised',
        severity: 'critical',
        sign: { ...account, evidence: evidenceOf(account) },
        subjects: [key],
        values: {
          account: key,
          clients: clients.size,
          recipients,
          bounced,
          user: shellWord(key),
          pattern: shellWord(`sasl_username=${pattern(key)}(,|$)`),
        },
        level: (cracked?.clients.size ?? 0) >= 10 ? 'high' : 'medium',
      };
    }
  }

  /** Closes the day before, if it was another one. */
  #enter(account: Account, day: number): void {
    if (account.day === day) return;
    const { today, cracked } = account;
    if (looksCracked(today) && (cracked === undefined || today.clients.size > cracked.clients.size))
      account.cracked = today;
    account.today = newUse();
    account.day = day;
  }
}

function wantsStrange({ strange }: Account): boolean {
  return strange.evidence.length < LINES;
}

function looksCracked({ messages, recipients, bounced, nameless, clients, senders }: Use): boolean {
  if (messages < ENOUGH) return false;
  const strange = nameless / messages;
  const refused = recipients === 0 ? 0 : bounced / recipients;
  if (clients.size >= 10 && strange >= 0.3) return true;
  if (clients.size >= 5 && strange >= 0.5 && (refused >= 0.1 || senders.size >= 5)) return true;
  if (recipients >= 200 && strange >= 0.9 && refused >= 0.25 && senders.size >= 10) return true;
  return recipients >= 500 && refused >= 0.25 && clients.size >= 3;
}

function showOf(sign: Pick<Sign, 'evidence'>, moment: Moment | undefined): void {
  if (moment !== undefined) show(sign, moment);
}

function evidenceOf({ evidence, strange }: Account): Sign['evidence'] {
  const lines = [...strange.evidence];
  for (const line of evidence) {
    if (lines.length >= LINES) break;
    if (!lines.some((one) => one.file === line.file && one.line === line.line)) lines.push(line);
  }
  return lines.map(({ file, line, text }) => ({ file, line, text }));
}

function newUse(): Use {
  return {
    messages: 0,
    recipients: 0,
    bounced: 0,
    nameless: 0,
    clients: new Distinct(500),
    senders: new Distinct(500),
  };
}

function newAccount(key: string): Account {
  return {
    ...newSign(key),
    recipients: 0,
    bounced: 0,
    clients: new Distinct(500),
    networks: new Distinct(500),
    nameless: 0,
    day: Number.NaN,
    today: newUse(),
    cracked: undefined,
    strange: { evidence: [] },
  };
}
