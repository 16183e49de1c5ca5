/** Who sends to whom, how much, how fast: senders, recipients, their domains, clients, accounts. */

import { type Message, momentOf, rootOf } from '../../maillog/correlate/message.ts';
import type { Delivery, Reject } from '../../maillog/event.ts';
import { own } from '../../maillog/scan.ts';
import { Tally } from '../../tally/tally.ts';
import { type AddressForm, clientDomain, domainOf, lower, lowerDomain } from './address.ts';
import {
  type AccountTally,
  ADDRESS_SHAPE,
  type AddressTally,
  addAccount,
  addClient,
  addDomain,
  CLIENT_SHAPE,
  type ClientTally,
  DOMAIN_SHAPE,
  type DomainRow,
  evidenceOf,
  newAccount,
  newClient,
  newDomain,
} from './rows.ts';

/** Rows kept exactly in each of the large tables; beyond, see tally/tally.ts. */
const BOUND = 100_000;

/** Delivery agents that end in a mailbox or a program of this server. */
const LOCAL_AGENTS = new Set(['local', 'virtual', 'lmtp', 'pipe']);

export class Traffic {
  readonly senders: Tally<AddressTally>;
  readonly recipients: Tally<AddressTally>;
  readonly sendingDomains = new Tally<DomainRow>(newDomain, lower, BOUND, DOMAIN_SHAPE);
  readonly recipientDomains = new Tally<DomainRow>(newDomain, lower, BOUND, DOMAIN_SHAPE);
  readonly clients = new Tally<ClientTally>(newClient, undefined, BOUND, CLIENT_SHAPE);
  readonly accounts = new Tally<AccountTally>(newAccount, undefined, 20_000);
  /** Domains with at least one delivery; a domain that only bounces is no recipient domain. */
  deliveredDomains = 0;

  constructor(form: AddressForm = lowerDomain) {
    this.senders = new Tally<AddressTally>(newAddress, form, BOUND, ADDRESS_SHAPE);
    this.recipients = new Tally<AddressTally>(newAddress, form, BOUND, ADDRESS_SHAPE);
  }

  received(message: Message): void {
    const sender = message.sender;
    if (sender !== undefined) {
      const row = this.senders.row(sender === '' ? 'from=<>' : sender);
      row.count++;
      row.bytes += message.size;
      const domain = domainOf(sender);
      if (domain === '') {
        // Without a domain the client's stands for it, so it is not the row's own.
        const other =
          message.origin === 'local' ? row.key : clientDomain(message.clientName, message.clientAddress);
        addSent(this.sendingDomains.row(other), message.size);
      } else {
        row.domain ??= this.sendingDomains.row(domain);
        addSent(row.domain, message.size);
      }
    }
    if (message.clientAddress !== '') {
      this.#client(message.clientName, message.clientAddress).messages++;
    }
    if (message.account !== '') this.#account(message);
  }

  #account(message: Message): void {
    const row = this.accounts.row(message.account);
    row.count++;
    row.bytes += message.size;
    row.recipients += message.recipients;
    row.clients.add(own(message.clientAddress));
    if (message.sender !== undefined) row.senders.add(own(message.sender));
    if (message.clientName === 'unknown') row.nameless++;
    if (message.time < row.first) row.first = message.time;
    if (message.time > row.last) row.last = message.time;
    if (row.evidence.length < 5 && message.receipt !== undefined)
      row.evidence.push(evidenceOf(momentOf(message.receipt)));
  }

  delivery(message: Message, event: Delivery): void {
    const account = rootOf(message).account;
    if (event.status === 'sent') {
      const row = this.recipients.row(event.recipient);
      row.domain ??= this.recipientDomains.row(domainOf(event.recipient) || event.recipient);
      const domain = row.domain;
      if (domain.count === 0) this.deliveredDomains++;
      row.count++;
      row.bytes += message.size;
      domain.count++;
      domain.bytes += message.size;
      domain.delaySum += event.delay;
      if (event.delay > domain.delayMaximum) domain.delayMaximum = event.delay;
      if (!domain.own && LOCAL_AGENTS.has(event.agent)) domain.own = true;
      return;
    }
    const domain = this.recipientDomains.row(domainOf(event.recipient) || event.recipient);
    if (event.status === 'deferred') {
      domain.deferrals++;
      if (event.delay > domain.delayMaximum) domain.delayMaximum = event.delay;
      if (account !== '') this.accounts.row(account).deferrals++;
    } else {
      domain.bounced++;
      if (account !== '') this.accounts.row(account).bounced++;
    }
  }

  /** @returns the client's address as a string that may be kept */
  rejected(event: Reject): string {
    if (event.recipient !== undefined && event.recipient !== '') {
      const domain = domainOf(event.recipient);
      if (domain !== '') this.recipientDomains.row(domain).rejected++;
    }
    if (event.address === '') return '';
    const client = this.#client(event.name, event.address);
    client.rejected++;
    return client.key;
  }

  connected(name: string, address: string): void {
    this.#client(name, address).connections++;
  }

  /** @returns the client's address as a string that may be kept */
  saslFailed(name: string, address: string): string {
    const client = this.#client(name, address);
    client.saslFailures++;
    return client.key;
  }

  #client(name: string, address: string): ClientTally {
    const client = this.clients.row(address);
    client.count++;
    if (client.name === '' && name !== '') client.name = own(name);
    return client;
  }

  save() {
    return {
      senders: this.senders.save(),
      recipients: this.recipients.save(),
      sendingDomains: this.sendingDomains.save(),
      recipientDomains: this.recipientDomains.save(),
      clients: this.clients.save(),
      accounts: this.accounts.save(),
    };
  }

  merge(other: SavedTraffic): void {
    this.sendingDomains.merge(other.sendingDomains, addDomain);
    this.recipientDomains.merge(other.recipientDomains, (into, from) => {
      if (into.count === 0 && from.count > 0) this.deliveredDomains++;
      addDomain(into, from);
    });
    this.senders.merge(other.senders, addAddress);
    this.recipients.merge(other.recipients, addAddress);
    this.clients.merge(other.clients, addClient);
    this.accounts.merge(other.accounts, addAccount);
  }
}

export type SavedTraffic = ReturnType<Traffic['save']>;

function newAddress(key: string): AddressTally {
  return { key, count: 0, bytes: 0, domain: undefined };
}

function addAddress(into: AddressTally, from: AddressTally): void {
  into.count += from.count;
  into.bytes += from.bytes;
}

function addSent(row: DomainRow, bytes: number): void {
  row.count++;
  row.bytes += bytes;
}
