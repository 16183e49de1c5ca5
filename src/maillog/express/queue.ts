/** Ordinary lines of cleanup and qmgr: `message-id=`, `from=` (active for the first time), `removed`. */

import type { Correlator } from '../correlate/correlator.ts';
import { UNNAMED } from '../correlate/message.ts';
import { GREATER, QUOTE } from '../scan.ts';
import type { Header } from './header.ts';
import type { Line } from './line.ts';
import { Pattern } from './pattern.ts';

const MESSAGE_ID = new Pattern('message-id=<');
const REMOVED = new Pattern('removed');
const FROM = new Pattern('from=<');
const SIZE = new Pattern(', size=');
const RECIPIENTS = new Pattern(', nrcpt=');
const ACTIVE = new Pattern(' (queue active)');

export function takeMessageId(correlator: Correlator, line: Line): boolean {
  if (!line.readId()) return false;
  const from = line.idEnd + 2 + MESSAGE_ID.length;
  if (!line.has(MESSAGE_ID, line.idEnd + 2)) return false;
  const { host } = correlator.lives;
  const message = host.getAt(line.bytes, line.start, line.idEnd, line.idHash);
  if (message === undefined || message.messageId !== UNNAMED) return false;
  const close = line.find(GREATER, from);
  if (close < 0 || close + 1 !== line.end) return false;
  host.identify(message, line.wideHash(from, close));
  return true;
}

export function takeQueue(correlator: Correlator, entry: Header, line: Line): boolean {
  if (!line.readId()) return false;
  const p = line.idEnd + 2;
  const { lives } = correlator;
  if (line.bytes[p] === 114) {
    if (p + REMOVED.length !== line.end || !line.has(REMOVED, p)) return false;
    const message = lives.host.getAt(line.bytes, line.start, line.idEnd, line.idHash);
    if (message === undefined || message.ended > 0) return false;
    lives.letGo(message);
    lives.host.end(message, entry.time);
    return true;
  }
  if (!line.has(FROM, p)) return false;
  const from = p + FROM.length;
  if (line.bytes[from] === QUOTE) return false;
  const close = line.find(GREATER, from);
  if (close < 0 || !line.has(SIZE, close + 1)) return false;
  const size = line.readNumber(close + 1 + SIZE.length);
  if (!line.has(RECIPIENTS, line.next)) return false;
  const recipients = line.readNumber(line.next + RECIPIENTS.length);
  if (line.next + ACTIVE.length !== line.end || !line.has(ACTIVE, line.next)) return false;
  const message = lives.host.getAt(line.bytes, line.start, line.idEnd, line.idHash);
  if (message === undefined) return false;
  if (!message.active) correlator.activate(message, line.slice(from, close), size, recipients);
  return true;
}
