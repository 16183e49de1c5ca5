/** Messages that the engine follows, read from their places in its memory. */
import type { Memory } from '../../engine/memory.ts';
import { type Message, newMessage, UNNAMED } from '../correlate/message.ts';
import type { ExpressEntry } from './entry.ts';

export const HIGH = 0x1_0000_0000;
/** Where a message's numbers are (assembly/messages.ts). */
const AT = {
  owner: 0,
  host: 4,
  idLength: 12,
  id: 16,
  time: 64,
  wall: 72,
  ended: 80,
  size: 88,
  recipients: 96,
  serial: 100,
  file: 104,
  line: 108,
  text: 112,
  textLength: 116,
  nameFrom: 120,
  nameTo: 124,
  addressFrom: 128,
  addressTo: 132,
  accountFrom: 136,
  accountTo: 140,
  sender: 144,
  senderLength: 148,
  nameLow: 152,
  nameHigh: 156,
  failed: 160,
  failedLength: 164,
  origin: 168,
  marks: 172,
  about: 176,
  aboutLength: 180,
  named: 184,
  active: 185,
  abandoned: 186,
  received: 187,
  inside: 188,
  undecided: 189,
  carried: 190,
  hopOf: 192,
  kinAfter: 208,
  peerFrom: 212,
  peerTo: 216,
} as const;
/** As assembly/messages.ts numbers them. */
const ORIGINS = ['unknown', 'network', 'forward', 'notification'] as const;
/** The engine follows it (assembly/messages.ts). */
const ENGINE = 1;

export class ExpressMessages {
  readonly #memory: Memory;
  readonly #entry: ExpressEntry;

  /** @param entry knows the names of hosts and files by their numbers */
  constructor(memory: Memory, entry: ExpressEntry) {
    this.#memory = memory;
    this.#entry = entry;
  }

  /** Whether the engine still follows it. */
  isEngines(at: number): boolean {
    return this.#memory.view.getUint32(at + AT.owner, true) === ENGINE;
  }

  /** It is still to be told whether it carries another one on. */
  isUndecided(at: number): boolean {
    return this.#memory.view.getUint8(at + AT.undecided) !== 0;
  }

  /** Another one carries it on. */
  isCarried(at: number): boolean {
    return this.#memory.view.getUint8(at + AT.carried) !== 0;
  }

  /** The message that it carries on, or may; 0: none. */
  hopOf(at: number): number {
    return this.#memory.view.getUint32(at + AT.hopOf, true);
  }

  /** The next one that is handed over together with it; 0: none. */
  kinAfter(at: number): number {
    return this.#memory.view.getUint32(at + AT.kinAfter, true);
  }

  /** Epoch milliseconds. */
  time(at: number): number {
    return this.#memory.view.getFloat64(at + AT.time, true);
  }

  /** Bytes. */
  size(at: number): number {
    return this.#memory.view.getFloat64(at + AT.size, true);
  }

  recipients(at: number): number {
    return this.#memory.view.getUint32(at + AT.recipients, true);
  }

  host(at: number): string {
    return this.#entry.hosts[this.#memory.view.getUint32(at + AT.host, true)]!;
  }

  queueId(at: number): string {
    const { view, bytes } = this.#memory;
    return bytes.toString('latin1', at + AT.id, at + AT.id + view.getUint32(at + AT.idLength, true));
  }

  /** Of its client. */
  address(at: number): string {
    const { view, bytes } = this.#memory;
    const text = view.getUint32(at + AT.text, true);
    return bytes.toString(
      'latin1',
      text + view.getUint32(at + AT.addressFrom, true),
      text + view.getUint32(at + AT.addressTo, true),
    );
  }

  /** All that the engine knows of it. */
  message(at: number): Message {
    const { view, bytes } = this.#memory;
    const word = (offset: number): number => view.getUint32(at + offset, true);
    const number = (offset: number): number => view.getFloat64(at + offset, true);
    const flag = (offset: number): boolean => view.getUint8(at + offset) !== 0;
    const text = word(AT.text);
    const slice = (from: number, to: number): string =>
      bytes.toString('latin1', text + word(from), text + word(to));
    const message = newMessage(
      this.host(at),
      this.queueId(at),
      ORIGINS[word(AT.origin)]!,
      number(AT.time),
      number(AT.wall),
      word(AT.serial),
    );
    message.clientName = slice(AT.nameFrom, AT.nameTo);
    message.clientAddress = slice(AT.addressFrom, AT.addressTo);
    message.peerAddress = slice(AT.peerFrom, AT.peerTo);
    message.account = slice(AT.accountFrom, AT.accountTo);
    if (message.account !== '')
      message.receipt = {
        time: message.time,
        wall: message.wall,
        file: this.#entry.files[word(AT.file)]!,
        line: word(AT.line),
        text: bytes.toString('utf8', text, text + word(AT.textLength)),
      };
    const senderLength = view.getInt32(at + AT.senderLength, true);
    if (senderLength >= 0)
      message.sender = bytes.toString('latin1', word(AT.sender), word(AT.sender) + senderLength);
    const failed = word(AT.failed);
    if (failed !== 0) message.failed = bytes.toString('utf8', failed, failed + word(AT.failedLength));
    const about = word(AT.about);
    if (about !== 0) message.notificationOf = bytes.toString('latin1', about, about + word(AT.aboutLength));
    message.marks = word(AT.marks);
    message.size = number(AT.size);
    message.recipients = word(AT.recipients);
    message.messageId = flag(AT.named) ? word(AT.nameHigh) * HIGH + word(AT.nameLow) : UNNAMED;
    message.inside = flag(AT.inside);
    message.active = flag(AT.active);
    message.abandoned = flag(AT.abandoned);
    message.received = flag(AT.received);
    message.ended = number(AT.ended);
    return message;
  }
}
