/**
 * The express lane: ordinary lines of ordinary messages, which are nineteen of twenty, read as bytes and
 * counted without an event, a string or a search in a table of strings. Whatever is not ordinary, or not
 * certain, goes the long way (parse.ts, Correlator.handle); both work on the same lives and lead to the same
 * counts, which test/maillog/express holds by reading every log both ways.
 *
 * A line is taken whole or not at all: nothing is changed before it is known to be ordinary.
 */

import type { Correlator } from '../correlate/correlator.ts';
import { COLON, COMMA, SPACE } from '../scan.ts';
import { takeDelivery } from './delivery.ts';
import { CLEANUP, Header, LOCAL, QMGR, SMTPD } from './header.ts';
import { Line } from './line.ts';
import type { ExpressObserver } from './observer.ts';
import { Pattern } from './pattern.ts';
import { takeMessageId, takeQueue } from './queue.ts';
import { readOrdinaryReject } from './reject.ts';

const CONNECT = new Pattern('connect from ');
const DISCONNECT = new Pattern('disconnect from ');
const CLIENT = new Pattern('client=');
const METHOD = new Pattern(', sasl_method=');
const USER = new Pattern(', sasl_username=');
const WARNING = new Pattern('warning: ');
const HOSTNAME = new Pattern('hostname ');
const UNRESOLVED = new Pattern(' does not resolve to address ');
const SASL = new Pattern(': SASL ');
const FAILED = new Pattern(' authentication failed: ');
const CONNECTION_LOST = new Pattern('Connection lost');
const LOST = new Pattern('lost connection after ');
const FROM = new Pattern(' from ');
const ANONYMOUS = new Pattern('Anonymous TLS connection established from ');
const WITH = new Pattern(' with cipher ');

export class ExpressLane {
  readonly #correlator: Correlator;
  readonly #observer: ExpressObserver;
  /** Of the line that is being taken. */
  readonly header = new Header();
  readonly #line = new Line();

  constructor(correlator: Correlator, observer: ExpressObserver) {
    this.#correlator = correlator;
    this.#observer = observer;
  }

  /** Takes the line `from`..`to`; false: nothing has been done. A control character must come after it. */
  take(bytes: Buffer, view: DataView, from: number, to: number): boolean {
    const { header } = this;
    if (!header.read(bytes, view, from, to)) return false;
    const line = this.#line;
    line.bytes = bytes;
    line.view = view;
    line.start = header.start;
    line.end = to;
    this.#correlator.lives.at(header);
    switch (header.lane) {
      case SMTPD:
        return this.#takeSmtpd(header, line);
      case QMGR:
        return takeQueue(this.#correlator, header, line);
      case CLEANUP:
        return takeMessageId(this.#correlator, line);
      default:
        line.local = header.lane === LOCAL;
        return takeDelivery(this.#correlator.lives, this.#observer, header, line);
    }
  }

  #takeSmtpd(entry: Header, line: Line): boolean {
    switch (line.bytes[line.start]) {
      case 99:
        return this.#connect(entry, line);
      case 100:
        return this.#disconnect(entry, line);
      case 78:
        return readOrdinaryReject(line) && this.#observer.refused(entry, line);
      case 119:
        return this.#warned(entry, line);
      case 108:
        return this.#lost(entry, line);
      case 65:
        // Also a queue id's first digit.
        return line.bytes[line.start + 1] === 110
          ? this.#encrypted(entry, line)
          : this.#accepted(entry, line);
      default:
        return this.#accepted(entry, line);
    }
  }

  #connect(entry: Header, line: Line): boolean {
    if (!line.has(CONNECT, line.start)) return false;
    if (line.readPeer(line.start + CONNECT.length) !== line.end) return false;
    const { lives } = this.#correlator;
    lives.close(entry.pid);
    // Only times of connections, which go the long way, want to know whose session it is.
    lives.host.connect(entry, '', '');
    this.#observer.connected(entry, line);
    return true;
  }

  #disconnect(entry: Header, line: Line): boolean {
    if (!line.has(DISCONNECT, line.start)) return false;
    if (line.readPeer(line.start + DISCONNECT.length) < 0) return false;
    const { lives } = this.#correlator;
    // The counters say what became of messages under a DISCARD rule.
    if (lives.host.discarding > 0) return false;
    lives.close(entry.pid);
    this.#observer.heard(entry);
    return true;
  }

  /** `4D2F1: client=NAME[ADDRESS]`, `4D2F1: client=NAME[ADDRESS], sasl_method=PLAIN, sasl_username=ann` */
  #accepted(entry: Header, line: Line): boolean {
    if (!line.readId() || !line.has(CLIENT, line.idEnd + 2)) return false;
    const next = line.readPeer(line.idEnd + 2 + CLIENT.length);
    if (next < 0) return false;
    let account = '';
    if (next !== line.end) {
      if (!line.has(METHOD, next)) return false;
      const method = line.find(COMMA, next + METHOD.length);
      if (method < 0 || !line.has(USER, method)) return false;
      const user = method + USER.length;
      if (line.until(COMMA, user) !== line.end) return false;
      account = line.slice(user, line.end);
    }
    if (!line.isQueueId()) return false;
    const correlator = this.#correlator;
    const message = correlator.accept(
      entry,
      line.slice(line.start, line.idEnd),
      line.slice(line.nameFrom, line.nameTo),
      line.slice(line.addressFrom, line.addressTo),
      account,
    );
    this.#observer.heard(entry);
    if (message.active) correlator.lives.settle(message);
    return true;
  }

  /** `lost connection after RCPT from NAME[ADDRESS]`: no message had begun to come. */
  #lost(entry: Header, line: Line): boolean {
    if (!line.has(LOST, line.start)) return false;
    const after = line.start + LOST.length;
    const from = line.find(SPACE, after);
    if (from < 0 || !line.has(FROM, from)) return false;
    // DATA and BDAT: what was being received is broken off.
    if (line.bytes[after] === 68 || line.bytes[after] === 66) return false;
    if (line.readPeer(from + FROM.length) < 0) return false;
    this.#observer.heard(entry);
    return true;
  }

  #warned(entry: Header, line: Line): boolean {
    if (!line.has(WARNING, line.start)) return false;
    const from = line.start + WARNING.length;
    return line.has(HOSTNAME, from)
      ? this.#mismatched(entry, line, from + HOSTNAME.length)
      : this.#loginFailed(entry, line, from);
  }

  /** `warning: hostname NAME does not resolve to address ADDRESS: Name or service not known` */
  #mismatched(entry: Header, line: Line, from: number): boolean {
    const space = line.find(SPACE, from);
    if (space < 0 || !line.has(UNRESOLVED, space)) return false;
    this.#observer.mismatched(entry);
    return true;
  }

  /** `warning: NAME[ADDRESS]: SASL LOGIN authentication failed: REASON, sasl_username=ann` */
  #loginFailed(entry: Header, line: Line, from: number): boolean {
    const next = line.readPeer(from);
    if (next < 0 || !line.has(SASL, next)) return false;
    const mechanism = line.find(SPACE, next + SASL.length);
    if (mechanism < 0 || !line.has(FAILED, mechanism)) return false;
    // The server of logins does not answer: no guess.
    if (line.has(CONNECTION_LOST, mechanism + FAILED.length)) return false;
    line.accountFrom = 0;
    line.accountTo = 0;
    const comma = line.until(COMMA, mechanism + FAILED.length);
    if (comma !== line.end) {
      if (!line.has(USER, comma)) return false;
      line.accountFrom = comma + USER.length;
      // `(unavailable)`: no account.
      if (line.bytes[line.accountFrom] === 40) return false;
      line.accountTo = line.end;
      if (line.until(COMMA, line.accountFrom) !== line.end) return false;
    }
    this.#observer.loginFailed(entry, line);
    return true;
  }

  /** `Anonymous TLS connection established from NAME[ADDRESS]: TLSv1.3 with cipher ...` */
  #encrypted(entry: Header, line: Line): boolean {
    if (!line.has(ANONYMOUS, line.start)) return false;
    const next = line.readPeer(line.start + ANONYMOUS.length);
    if (next < 0 || line.bytes[next] !== COLON || line.bytes[next + 1] !== SPACE) return false;
    line.replyFrom = next + 2;
    line.replyTo = line.find(SPACE, next + 2);
    if (line.replyTo < 0 || !line.has(WITH, line.replyTo)) return false;
    this.#observer.encrypted(entry, line);
    return true;
  }
}
