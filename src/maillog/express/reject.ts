/**
 * Ordinary refusals of recipients:
 *
 *   NOQUEUE: reject: RCPT from NAME[ADDRESS]: 554 5.7.1 Service unavailable; Client host [ADDRESS] blocked using
 *     ZONE; REASON; from=<SENDER> to=<RECIPIENT> proto=ESMTP helo=<NAME>
 *
 * Only what cannot be read in two ways: the first `; ` that a field follows begins an envelope which fits to the
 * last character (postfix/envelope.ts reads the others).
 */
import { COLON, COMMA, DOT, GREATER, LESS, QUOTE, SEMICOLON, SPACE } from '../scan.ts';
import { isGraphic, isPrintable, type Line } from './line.ts';
import { Pattern } from './pattern.ts';

const REJECT = new Pattern('NOQUEUE: reject: RCPT from ');
const FROM = new Pattern('from=<');
const TO = new Pattern(' to=<');
const PROTO = new Pattern(' proto=');
const HELO = new Pattern(' helo=<');
const TO_FIRST = new Pattern('to=<');
const PROTO_FIRST = new Pattern('proto=');
const HELO_FIRST = new Pattern('helo=<');
const USING = new Pattern(' blocked using ');
const DOMAIN = new Pattern(' rbl_domain=');

/** Reads the line into `line`; false where it is not an ordinary one. */
export function readOrdinaryReject(line: Line): boolean {
  if (!line.has(REJECT, line.start)) return false;
  const { bytes } = line;
  let p = line.readPeer(line.start + REJECT.length);
  if (p < 0 || bytes[p] !== COLON || bytes[p + 1] !== SPACE) return false;
  p = afterCodes(line, p + 2);
  if (p < 0) return false;
  line.replyFrom = p;
  line.zoneFrom = 0;
  line.zoneTo = 0;
  // A refused address stands before the server's words, which begin after `<..>: `.
  if (bytes[p] === LESS) {
    if (bytes[p + 1] === QUOTE) return false;
    p = line.find(GREATER, p + 1) + 1;
    if (p === 0 || bytes[p] !== COLON || bytes[p + 1] !== SPACE) return false;
  }
  for (let code = bytes[p]!; ; code = bytes[++p]!) {
    if (!isPrintable(code) || code === GREATER || code === QUOTE) return false;
    if (code === SPACE) {
      if (bytes[p + 1] === 98 && line.zoneTo === 0 && line.has(USING, p)) readZone(line, p + USING.length);
      else if (bytes[p + 1] === 114 && line.has(DOMAIN, p)) return false;
    } else if (code === SEMICOLON && bytes[p + 1] === SPACE) {
      if (line.has(FROM, p + 2)) {
        line.replyTo = p;
        return readOrdinaryEnvelope(line, p + 2 + FROM.length);
      }
      // Perhaps an envelope without a sender.
      if (line.has(TO_FIRST, p + 2) || line.has(PROTO_FIRST, p + 2) || line.has(HELO_FIRST, p + 2))
        return false;
    }
  }
}

/** After `554 5.7.1 `; -1 where these do not stand there. */
function afterCodes(line: Line, from: number): number {
  const { bytes } = line;
  line.readNumber(from);
  if (line.next !== from + 3 || bytes[line.next] !== SPACE) return -1;
  let p = from + 4;
  // Enhanced status codes (RFC 3463 §2) are of these classes.
  if (bytes[p] !== 50 && bytes[p] !== 52 && bytes[p] !== 53) return -1;
  if (bytes[p + 1] !== DOT) return -1;
  for (let part = 0; part < 3; part++) {
    line.readNumber(p);
    if (line.next === p || bytes[line.next] !== (part < 2 ? DOT : SPACE)) return -1;
    p = line.next + 1;
  }
  return bytes[p] === SPACE ? -1 : p;
}

function readZone(line: Line, from: number): void {
  const { bytes } = line;
  let i = from;
  while (bytes[i]! > SPACE && bytes[i] !== SEMICOLON && bytes[i] !== COMMA) i++;
  while (i > from && bytes[i - 1] === DOT) i--;
  line.zoneFrom = from;
  line.zoneTo = i;
}

/** `SENDER> to=<RECIPIENT> proto=ESMTP helo=<NAME>` up to the end of the line. */
function readOrdinaryEnvelope(line: Line, from: number): boolean {
  let p = plainEnd(line, from);
  if (p < 0 || !line.has(TO, p + 1)) return false;
  line.recipientFrom = p + 1 + TO.length;
  p = plainEnd(line, line.recipientFrom);
  if (p < 0 || !line.has(PROTO, p + 1)) return false;
  line.recipientTo = p;
  p = line.find(SPACE, p + 1 + PROTO.length);
  if (p < 0 || !line.has(HELO, p)) return false;
  p = plainEnd(line, p + HELO.length);
  return p >= 0 && p + 1 === line.end;
}

/** The `>` after a value without blanks, quotes and brackets; -1 where it has some. */
function plainEnd(line: Line, from: number): number {
  const { bytes } = line;
  let i = from;
  for (let code = bytes[i]!; code !== GREATER; code = bytes[++i]!)
    if (!isGraphic(code) || code === QUOTE || code === LESS) return -1;
  return i;
}
