/** Who sends to whom, how much, how fast, in the ledgers of src/report/collect/traffic.ts; columns as there. */
import { receiveFrom } from './accounts';
import { at, AT_SIGN } from './bytes';
import {
  BYTES_DELIVERED,
  BYTES_RECEIVED,
  CURRENT,
  calendar,
  DELIVERED,
  NEITHER,
  periodAt,
  RECEIVED,
  sum,
} from './counts';
import {
  addressFrom,
  addressTo,
  nameFrom,
  nameTo,
  recipientFrom,
  recipientTo,
  time,
  wall,
} from './frame';
import { nullDomain } from './host';
import { addAmount, addCount, getCount, isKeyOf, Ledger, raiseAmount, rowOf, setCount, setText } from './ledger';
import { Session } from './sessions';
import { Message } from './messages';

/** Columns of addresses and domains. */
const COUNT: u32 = 0;
const DOMAIN_DEFERRALS: u32 = 1;
const DOMAIN_BOUNCED: u32 = 2;
const DOMAIN_REJECTED: u32 = 3;
const DOMAIN_OWN: u32 = 4;
/** Among the amounts. */
const BYTES: u32 = 0;
const DELAY_SUM: u32 = 1;
const DELAY_MAXIMUM: u32 = 2;
/** Columns of clients. */
export const CONNECTIONS: u32 = 1;
export const MESSAGES: u32 = 2;
export const REJECTED: u32 = 3;
export const SASL_FAILURES: u32 = 4;
const NAME: u32 = 5;

let senders: Ledger = changetype<Ledger>(0);
let recipients: Ledger = changetype<Ledger>(0);
let sendingDomains: Ledger = changetype<Ledger>(0);
let recipientDomains: Ledger = changetype<Ledger>(0);
let clients: Ledger = changetype<Ledger>(0);
/** Domains with their first delivery, to be added to those that the program counted. */
export let deliveredDomains: u32 = 0;

const NULL_SENDER: usize = memory.data<u8>([102, 114, 111, 109, 61, 60, 62, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

export function setLedgers(s: usize, r: usize, sd: usize, rd: usize, c: usize): void {
  senders = changetype<Ledger>(s);
  recipients = changetype<Ledger>(r);
  sendingDomains = changetype<Ledger>(sd);
  recipientDomains = changetype<Ledger>(rd);
  clients = changetype<Ledger>(c);
}

/** A message is in the queue for good. */
export function receive(message: Message): void {
  if (message.received || message.abandoned) return;
  message.received = true;
  const period = periodAt(message.time, message.wall);
  if (period == NEITHER) return;
  sum(period, RECEIVED, 1);
  sum(period, BYTES_RECEIVED, message.size);
  if (period != CURRENT) return;
  calendar(message.wall, 0);
  if (message.senderLength >= 0) {
    const sender = message.sender;
    const length = <usize>message.senderLength;
    const row = length > 0 ? rowOf(senders, sender, length) : rowOf(senders, NULL_SENDER, 7);
    addCount(row, COUNT, 1);
    addAmount(senders, row, BYTES, message.size);
    let domain = sender + length;
    while (domain > sender && at(domain - 1) != AT_SIGN) domain--;
    const domainRow =
      domain > sender && domain < sender + length
        ? rowOf(sendingDomains, domain, sender + length - domain)
        : nullDomain(changetype<usize>(message));
    addCount(domainRow, COUNT, 1);
    addAmount(sendingDomains, domainRow, BYTES, message.size);
  }
  const text = message.text;
  if (message.addressTo > message.addressFrom)
    client(
      text + <usize>message.nameFrom,
      text + <usize>message.nameTo,
      text + <usize>message.addressFrom,
      text + <usize>message.addressTo,
      MESSAGES,
    );
  if (message.accountTo > message.accountFrom) receiveFrom(message);
}

/** @returns the client's row */
function client(name: usize, nameEnd: usize, address: usize, addressEnd: usize, column: u32): i32 {
  const session = sessionInFrame;
  // Most lines of a connection are about its client.
  const known =
    session != null &&
    session.client != 0 &&
    session.clientHolds == clients.pruned &&
    isKeyOf(session.client, address, addressEnd - address);
  const row = known && session != null ? session.client : rowOf(clients, address, addressEnd - address);
  addCount(row, COUNT, 1);
  addCount(row, column, 1);
  if (nameEnd > name && getCount(row, NAME) == 0) setText(clients, row, name, nameEnd - name);
  return row;
}

/** The session of the line in the frame, where it is looked up anyway. */
let sessionInFrame: Session | null = null;

/** A connection begins with its client. */
export function connectClient(session: Session): void {
  sessionInFrame = null;
  session.client = client(nameFrom, nameTo, addressFrom, addressTo, CONNECTIONS);
  session.clientHolds = clients.pruned;
}

/** Counts for the client in the frame. */
export function clientInFrame(column: u32): void {
  if (addressTo == addressFrom && column != CONNECTIONS && column != SASL_FAILURES) return;
  client(nameFrom, nameTo, addressFrom, addressTo, column);
}

/** A delivery that succeeded, for the recipient in the frame. */
export function deliver(message: Message, delay: f64, local: bool): void {
  const period = periodAt(time, wall);
  if (period == NEITHER) return;
  sum(period, DELIVERED, 1);
  sum(period, BYTES_DELIVERED, message.size);
  if (period != CURRENT) return;
  calendar(wall, 1);
  const row = rowOf(recipients, recipientFrom, recipientTo - recipientFrom);
  addCount(row, COUNT, 1);
  addAmount(recipients, row, BYTES, message.size);
  const from = recipientDomain();
  const domain = rowOf(recipientDomains, from, recipientTo - from);
  if (getCount(domain, COUNT) == 0) deliveredDomains++;
  addCount(domain, COUNT, 1);
  addAmount(recipientDomains, domain, BYTES, message.size);
  addAmount(recipientDomains, domain, DELAY_SUM, delay);
  raiseAmount(recipientDomains, domain, DELAY_MAXIMUM, delay);
  if (local) setCount(domain, DOMAIN_OWN, 1);
}

/** A delivery that did not succeed, for the recipient in the frame. */
export function failed(bounced: bool, delay: f64): void {
  const from = recipientDomain();
  const domain = rowOf(recipientDomains, from, recipientTo - from);
  addCount(domain, bounced ? DOMAIN_BOUNCED : DOMAIN_DEFERRALS, 1);
  if (!bounced) raiseAmount(recipientDomains, domain, DELAY_MAXIMUM, delay);
}

/** A recipient in the frame was refused. */
export function refuse(session: Session | null): void {
  sessionInFrame = session;
  calendar(wall, 2);
  const from = recipientDomain();
  if (from > recipientFrom && from < recipientTo)
    addCount(rowOf(recipientDomains, from, recipientTo - from), DOMAIN_REJECTED, 1);
  clientInFrame(REJECTED);
  sessionInFrame = null;
}

/** Where the recipient's domain begins: after its last `@`; the whole recipient where it has none, or none after it. */
export function recipientDomain(): usize {
  let p = recipientTo;
  while (p > recipientFrom && at(p - 1) != AT_SIGN) p--;
  return p < recipientTo ? p : recipientFrom;
}
