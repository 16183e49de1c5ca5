/** Ordinary lines of delivery agents: `to=<..>, relay=.., delay=.., ..., status=sent (..)`. */

import type { Lives } from '../correlate/lives.ts';
import { COMMA, DOT, GREATER, LEFT_BRACKET, QUOTE } from '../scan.ts';
import type { Header } from './header.ts';
import { isPrintable, type Line } from './line.ts';
import type { ExpressObserver } from './observer.ts';
import { Pattern } from './pattern.ts';

const TO = new Pattern('to=<');
const ORIGINAL = new Pattern(', orig_to=<');
const RELAY = new Pattern(', relay=');
const DELAY = new Pattern('delay=');
const SENT = new Pattern('status=sent (');
const LOOPBACK = new Pattern('[127.');
const LOOPBACK_6 = new Pattern('[::1]');

export function takeDelivery(lives: Lives, observer: ExpressObserver, entry: Header, line: Line): boolean {
  if (!line.readId() || !line.has(TO, line.idEnd + 2)) return false;
  const { bytes } = line;
  const from = line.idEnd + 2 + TO.length;
  if (bytes[from] === QUOTE) return false;
  const close = line.find(GREATER, from);
  if (close < 0) return false;
  let p = close + 1;
  if (line.has(ORIGINAL, p)) {
    if (bytes[p + ORIGINAL.length] === QUOTE) return false;
    p = line.find(GREATER, p + ORIGINAL.length) + 1;
    if (p === 0) return false;
  }
  if (!line.has(RELAY, p)) return false;
  p = readRelay(line, p + RELAY.length);
  if (p < 0) return false;
  line.delay = 0;
  // Field by field up to the status, as readDelivery does.
  while (bytes[p] !== 115 || !line.has(SENT, p)) {
    if (bytes[p] === 115) return false;
    if (line.has(DELAY, p)) line.delay = readSeconds(line, p + DELAY.length);
    p = line.find(COMMA, p) + 1;
    if (p === 0 || bytes[p] !== 32) return false;
    p++;
  }
  // `forwarded as`, and whatever else begins like it.
  if (p + SENT.length >= line.end || bytes[p + SENT.length] === 102) return false;
  const message = lives.host.getAt(bytes, line.start, line.idEnd, line.idHash);
  if (message === undefined) return false;
  line.recipientFrom = from;
  line.recipientTo = close;
  observer.delivered(message, entry, line);
  return true;
}

/** The comma after the relay; -1 where the relay is this host, which may be a content filter. */
function readRelay(line: Line, from: number): number {
  const { bytes } = line;
  let i = from;
  for (let code = bytes[i]!; code !== COMMA; code = bytes[++i]!) {
    if (!isPrintable(code)) return -1;
    if (code === LEFT_BRACKET && (line.has(LOOPBACK, i) || line.has(LOOPBACK_6, i))) return -1;
  }
  return i + 2;
}

/** `0.25`, `63495` */
function readSeconds(line: Line, from: number): number {
  const whole = line.readNumber(from);
  if (line.bytes[line.next] !== DOT) return whole;
  const start = line.next + 1;
  const fraction = line.readNumber(start);
  const scale = 10 ** (line.next - start);
  return (whole * scale + fraction) / scale;
}
