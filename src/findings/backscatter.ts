/**
 * Backscatter: this server takes a stranger's message and answers it with a non-delivery notification, which
 * goes to whoever the forged sender is. The door is the recipient as the stranger wrote it (`orig_to=`), before
 * aliases and catch-alls changed it; the way is why it could not be delivered.
 *
 *     local[7]: A1: to=<x@main.example>, orig_to=<x@alias.example>, ... status=bounced (unknown user: "x")
 *     bounce[8]: A1: sender non-delivery notification: B2
 */

import { nameOr } from '../i18n/shell-word.ts';
import {
  type KeptMoment,
  keep,
  type Message,
  type Moment,
  momentOf,
  rootOf,
} from '../maillog/correlate/message.ts';
import type { Delivery, Notification } from '../maillog/event.ts';
import { own } from '../tally/own.ts';
import { Tally } from '../tally/tally.ts';
import { deliveryProgramTrouble } from './delivery-program.ts';
import type { Draft } from './draft.ts';
import { isPrivate } from './private.ts';
import { LINES, newSign, note, type Sign, show, sorted } from './signs.ts';
import type { Cause } from './text.ts';

/** Notifications to strangers before they are worth a word: a few happen on every server. */
const ENOUGH = 10;
const MANY = 50;
/** Pairs of a sender's domain and a door. */
const MOST_ROWS = 5000;
const MOST_DOORS = 5;
/** Messages that failed and are still to be answered. */
const MOST_FAILURES = 50_000;
const MOST_REDIRECTS = 5000;
const MOST_UNDECIDED = 10_000;

/** Why mail is given back that was taken. */
type Way = 'unknown' | 'forward' | 'full' | 'program' | 'refused' | 'expired' | 'loop';

interface Failure {
  /** When the message began, which tells it from one that had the same queue id before. */
  readonly born: number;
  /** The domain of the recipient as it came. */
  readonly door: string;
  readonly way: Way;
  /** The line that says so. */
  readonly kept: KeptMoment | undefined;
  /** Sieve sent it on, under the stranger's name. */
  readonly redirected: boolean;
}

/** A notification that went to a sender. */
interface Answer {
  readonly message: Message;
  readonly sender: string;
  readonly failure: Failure | undefined;
  readonly moment: Moment;
}

/** Notifications to senders of one domain, about recipients of another. */
interface Answers extends Sign {
  readonly senders: string;
  readonly door: string;
  readonly way: Way;
}

export class Backscatter {
  readonly #answers = new Tally<Answers>(newAnswers, undefined, MOST_ROWS);
  /** Tries to deliver notifications to strangers that failed, by the strangers' domain. */
  readonly #undelivered = new Tally(newSign, undefined, MOST_ROWS);
  /** Where Sieve sends mail on, with the domain from which. */
  readonly #redirects = new Map<string, string>();
  /** About messages of which it is not yet known whether they carry another one on. */
  readonly #undecided: Answer[] = [];
  /** By host and queue id, the eldest first. */
  readonly #failures = new Map<string, Failure>();

  /** Sieve sends the mail of an account on to another address. */
  redirects(account: string, to: string): void {
    if (account.includes('@') && this.#redirects.size < MOST_REDIRECTS)
      this.#redirects.set(own(to.toLowerCase()), own(domainOf(account)));
  }

  /** A delivery that was deferred or bounced. */
  failed(message: Message, event: Delivery, moment: Moment): void {
    if (message.sender === '') {
      if (message.notificationOf !== '') this.#undelivered.row(domainOf(event.recipient)).count++;
      return;
    }
    const from = event.agent === 'smtp' ? this.#redirectOf(message, event.recipient) : undefined;
    if (from === undefined && !isStrangers(rootOf(message))) return;
    const before = this.#failure(message);
    if (before !== undefined && (before.way !== 'expired' || event.status !== 'bounced')) return;
    const door = domainOf(event.originalRecipient === '' ? event.recipient : event.originalRecipient);
    const bounced = event.status === 'bounced';
    this.#remember(message, {
      born: message.time,
      door: from ?? own(door),
      way: !bounced ? 'expired' : from === undefined ? wayOf(message, event) : 'forward',
      kept: bounced ? keep(moment) : undefined,
      redirected: from !== undefined,
    });
  }

  expired(message: Message, moment: Moment): void {
    const failure = this.#failure(message);
    if (failure?.way === 'expired') this.#remember(message, { ...failure, kept: keep(moment) });
  }

  notified(message: Message, { to, type }: Notification, moment: Moment): void {
    if (to !== 'sender' || type !== 'non-delivery') return;
    const { sender } = message;
    if (sender === undefined || sender === '') return;
    const answer = { message, sender, failure: this.#failure(message), moment };
    this.#failures.delete(placeOf(message));
    if (!message.undecided) {
      this.#count(answer);
      return;
    }
    this.#undecided.push({ ...answer, moment: momentOf(keep(moment)) });
    if (this.#undecided.length >= MOST_UNDECIDED) this.#decide();
  }

  /** Counts the answers that waited to know whose message it was. */
  #decide(): void {
    for (const answer of this.#undecided.splice(0)) this.#count(answer);
  }

  #count({ message, sender, failure = this.#unseen(message), moment }: Answer): void {
    if (!failure.redirected && !isStrangers(rootOf(message))) return;
    const { door, way, kept } = failure;
    const row = this.#answers.row(`${sendersOf(sender)} ${door} ${way}`);
    if (kept !== undefined) show(row, momentOf(kept));
    note(row, moment);
  }

  /** @param isOwn whether mail for a domain ends on this server: who sends from it is no stranger */
  *drafts(isOwn: (domain: string) => boolean): Iterable<Draft> {
    this.#decide();
    const rows = [...this.#answers.values()].filter(({ senders }) => !isOwn(senders));
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    if (count < ENOUGH) return;
    const doors = grouped(rows, ({ door }) => door);
    const ways = grouped(rows, ({ way }) => way);
    let undeliverable = 0;
    for (const domain of new Set(rows.map(({ senders }) => senders)))
      undeliverable += this.#undelivered.find(domain)?.count ?? 0;
    yield {
      id: 'backscatter-source',
      severity: count >= MANY ? 'critical' : 'warning',
      sign: {
        count,
        first: Math.min(...doors.map(({ first }) => first)),
        last: Math.max(...doors.map(({ last }) => last)),
        evidence: doors.flatMap(({ evidence }) => evidence).slice(0, LINES),
      },
      subjects: doors.slice(0, MOST_DOORS).map(({ key }) => key),
      values: { domain: doors[0]!.key, undeliverable },
      level: 'high',
      causes: ways
        .filter((way, i) => i === 0 || way.count >= ENOUGH)
        .map(({ key }): Cause => {
          const [door] = grouped(
            rows.filter(({ way }) => way === key),
            (row) => row.door,
          );
          return {
            id: `backscatter-source/${key as Way}`,
            values: { name: nameOr(door?.key ?? '', 'DOMAIN') },
          };
        }),
    };
  }

  /** The domain from which Sieve sent the message on, if it did: it comes from this host and leaves it. */
  #redirectOf({ clientAddress }: Message, recipient: string): string | undefined {
    if (this.#redirects.size === 0 || !isPrivate(clientAddress)) return undefined;
    return this.#redirects.get(recipient.toLowerCase());
  }

  /** What is known of a failure whose delivery is not told yet: it waits for proof of being a hop. */
  #unseen(message: Message): Failure {
    const from = this.#redirectOf(message, message.failed);
    return {
      born: message.time,
      door: from ?? domainOf(message.failed),
      way: from === undefined ? 'unknown' : 'forward',
      kept: undefined,
      redirected: from !== undefined,
    };
  }

  #failure(message: Message): Failure | undefined {
    const failure = this.#failures.get(placeOf(message));
    return failure?.born === message.time ? failure : undefined;
  }

  #remember(message: Message, failure: Failure): void {
    if (this.#failures.size >= MOST_FAILURES) this.#forgetEldest();
    this.#failures.set(placeOf(message), failure);
  }

  /** A tenth at a time: to find the eldest is a walk over those that are gone. */
  #forgetEldest(): void {
    let rest = MOST_FAILURES / 10;
    for (const place of this.#failures.keys()) {
      if (rest-- <= 0) return;
      this.#failures.delete(place);
    }
  }
}

const placeOf = ({ host, queueId }: Message): string => `${host} ${queueId}`;

function wayOf(message: Message, event: Delivery): Way {
  const { agent, dsn, reply, recipient, originalRecipient } = event;
  const far = agent === 'smtp' || agent === 'relay';
  const unknown = dsn.startsWith('1.', 2);
  if (dsn.endsWith('.4.6')) return 'loop';
  if (dsn.endsWith('.2.2') || /quota|mailbox (?:is )?full/i.test(reply)) return 'full';
  if (far && message.origin === 'forward') return 'forward';
  if (far && originalRecipient !== '' && domainOf(originalRecipient) !== domainOf(recipient)) {
    // A catch-all keeps the name and changes the domain; a forward leads somewhere else.
    return unknown && nameOf(originalRecipient) === nameOf(recipient) ? 'unknown' : 'forward';
  }
  if (unknown) return 'unknown';
  if (!far && (reply.startsWith('Command ') || deliveryProgramTrouble(event) !== undefined)) return 'program';
  return 'refused';
}

/** Rows that have the same word for something, as one, the strongest first. */
function grouped(rows: readonly Answers[], word: (row: Answers) => string): Sign[] {
  const groups = new Map<string, Sign>();
  for (const row of sorted(rows)) {
    const key = word(row);
    const group = groups.get(key) ?? newSign(key);
    groups.set(key, group);
    group.count += row.count;
    group.first = Math.min(group.first, row.first);
    group.last = Math.max(group.last, row.last);
    for (const line of row.evidence) if (group.evidence.length < LINES) group.evidence.push(line);
  }
  return sorted(groups.values());
}

function newAnswers(key: string): Answers {
  const [senders = '', door = '', way = ''] = key.split(' ');
  return { ...newSign(key), senders, door, way: way as Way };
}

const nameOf = (address: string): string => address.slice(0, address.lastIndexOf('@')).toLowerCase();

function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domain === '' || domain.includes(' ') ? '?' : domain;
}

/** Whom the notification reaches: a sender that SRS has rewritten stands for a stranger, whatever its domain. */
function sendersOf(sender: string): string {
  return /^srs[01][=+-]/i.test(sender) ? '?' : domainOf(sender);
}

/** Whether the message came from outside, from nobody who logged in; what an alias sends on is its first sender's. */
function isStrangers({ origin, account, clientAddress }: Message): boolean {
  return (origin === 'network' || origin === 'forward') && account === '' && !isPrivate(clientAddress);
}
