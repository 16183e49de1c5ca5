/** Who sends to whom, how much, how fast: senders, recipients, their domains, clients, accounts. */

import type { Engine } from '../../engine/engine.ts';
import { type Message, rootOf } from '../../maillog/correlate/message.ts';
import { type Repeats, type Submission, submissionOf } from '../../maillog/correlate/submission.ts';
import type { Delivery, Reject } from '../../maillog/event.ts';
import { Ledger, type Spelling } from '../../tally/ledger.ts';
import { Tally } from '../../tally/tally.ts';
import { ADDRESSES, clientDomain, DOMAINS, domainOf, LOCAL_AGENTS } from './address.ts';
import { type AccountTally, newAccount } from './rows.ts';

/** Columns of senders and recipients. */
export const ADDRESS = { count: 0, bytes: 1 } as const;
/** Columns of domains. Delays in seconds. `own`: mail for it ends in a mailbox of this server. */
export const DOMAIN = {
  count: 0,
  deferrals: 1,
  bounced: 2,
  rejected: 3,
  own: 4,
  bytes: 5,
  delaySum: 6,
  delayMaximum: 7,
} as const;
/** Columns of clients. `name`: a text. */
export const CLIENT = {
  count: 0,
  connections: 1,
  messages: 2,
  rejected: 3,
  saslFailures: 4,
  name: 5,
} as const;

/** Rows of a list. */
const MOST = 100_000;

export class Traffic {
  readonly senders: Ledger;
  readonly recipients: Ledger;
  readonly sendingDomains: Ledger;
  readonly recipientDomains: Ledger;
  readonly clients: Ledger;
  readonly accounts = new Tally<AccountTally>(newAccount, undefined, 20_000);
  /** Domains with at least one delivery; a domain that only bounces is no recipient domain. */
  deliveredDomains = 0;

  constructor(engine: Engine, spelling: Spelling = ADDRESSES) {
    this.senders = new Ledger(1, 1, spelling, MOST, engine);
    this.recipients = new Ledger(1, 1, spelling, MOST, engine);
    this.sendingDomains = new Ledger(5, 3, DOMAINS, MOST, engine);
    this.recipientDomains = new Ledger(5, 3, DOMAINS, MOST, engine);
    this.clients = new Ledger(6, 0, undefined, MOST, engine, CLIENT.name);
    engine.doors.setLedgers(
      this.senders.place,
      this.recipients.place,
      this.sendingDomains.place,
      this.recipientDomains.place,
      this.clients.place,
    );
  }

  received(message: Message): void {
    const { sender, size, clientAddress } = message;
    if (sender !== undefined) {
      const row = this.senders.row(sender === '' ? 'from=<>' : sender);
      this.senders.add(row, ADDRESS.count, 1);
      this.senders.add(row, ADDRESS.bytes, size);
      const domain = this.#sendingDomain(message, sender);
      this.sendingDomains.add(domain, DOMAIN.count, 1);
      this.sendingDomains.add(domain, DOMAIN.bytes, size);
    }
    if (clientAddress !== '') this.#client(message.clientName, clientAddress, CLIENT.messages);
    if (message.account !== '') this.submitted(this.accounts.row(message.account), submissionOf(message));
  }

  /** The row of the sender's domain; without one the client's stands for it. */
  #sendingDomain(message: Message, sender: string): number {
    const at = sender.lastIndexOf('@') + 1;
    if (at > 0 && at < sender.length) return this.sendingDomains.row(sender, at);
    if (message.origin === 'local') return this.sendingDomains.row(sender === '' ? 'from=<>' : sender);
    return this.clientsDomain(message);
  }

  /** The row of a client's domain, which stands for that of a sender without one. */
  clientsDomain(message: Message): number {
    return this.sendingDomains.row(clientDomain(message.clientName, message.clientAddress));
  }

  /** A message of a logged-in account. */
  submitted(row: AccountTally, { size, recipients, client }: Submission): void {
    row.count++;
    row.bytes += size;
    row.recipients += recipients;
    row.clients.add(client);
  }

  /** More messages of an account. */
  repeated(row: AccountTally, repeats: Repeats): void {
    const { inside, outside, bytes } = repeats;
    row.count += inside.messages + outside.messages;
    row.recipients += inside.recipients + outside.recipients;
    row.bytes += bytes;
    row.bounced += repeats.bounced;
    row.deferrals += repeats.deferrals;
    repeats.news(({ client }) => row.clients.add(client));
  }

  delivery(message: Message, event: Delivery): void {
    const { recipientDomains } = this;
    const domain = recipientDomains.row(domainOf(event.recipient) || event.recipient);
    if (event.status === 'sent') {
      const row = this.recipients.row(event.recipient);
      this.recipients.add(row, ADDRESS.count, 1);
      this.recipients.add(row, ADDRESS.bytes, message.size);
      if (recipientDomains.get(domain, DOMAIN.count) === 0) this.deliveredDomains++;
      recipientDomains.add(domain, DOMAIN.count, 1);
      recipientDomains.add(domain, DOMAIN.bytes, message.size);
      recipientDomains.add(domain, DOMAIN.delaySum, event.delay);
      recipientDomains.max(domain, DOMAIN.delayMaximum, event.delay);
      if (LOCAL_AGENTS.has(event.agent)) recipientDomains.max(domain, DOMAIN.own, 1);
      return;
    }
    const { account } = rootOf(message);
    if (event.status === 'bounced') {
      recipientDomains.add(domain, DOMAIN.bounced, 1);
      if (account !== '') this.accounts.row(account).bounced++;
    } else {
      recipientDomains.add(domain, DOMAIN.deferrals, 1);
      recipientDomains.max(domain, DOMAIN.delayMaximum, event.delay);
      if (account !== '') this.accounts.row(account).deferrals++;
    }
  }

  rejected(event: Reject): void {
    const domain = event.recipient === undefined ? '' : domainOf(event.recipient);
    if (domain !== '') this.recipientDomains.add(this.recipientDomains.row(domain), DOMAIN.rejected, 1);
    if (event.address !== '') this.#client(event.name, event.address, CLIENT.rejected);
  }

  connected(name: string, address: string): void {
    this.#client(name, address, CLIENT.connections);
  }

  saslFailed(name: string, address: string): void {
    this.#client(name, address, CLIENT.saslFailures);
  }

  #client(name: string, address: string, column: number): void {
    const { clients } = this;
    const row = clients.row(address);
    clients.add(row, CLIENT.count, 1);
    clients.add(row, column, 1);
    if (name !== '' && !clients.hasText(row)) clients.setText(row, name);
  }

  /** Whether mail for the domain ends in a mailbox or a program of this server. */
  isOwn(domain: string): boolean {
    const row = this.recipientDomains.find(domain);
    return row >= 0 && this.recipientDomains.get(row, DOMAIN.own) > 0;
  }

  /** A client's name, "" where none is known. */
  clientName(address: string): string {
    const row = this.clients.find(address);
    const name = row < 0 ? '' : this.clients.text(row);
    return name === 'unknown' ? '' : name;
  }

  /** The name of a row of `clients`. */
  nameOf(row: number): string {
    return this.clients.text(row);
  }
}
