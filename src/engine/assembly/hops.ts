/**
 * After-queue content filters that tell under which queue id they gave a message back, as src/maillog/correlate/hops.ts
 * has them. Only what is plain: both messages are the engine's, and have one message-id.
 *
 *   A1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... status=sent (250 ... queued as B2)
 *   B2: client=localhost[127.0.0.1]                                          B2: message-id=<the same>
 */
import { joinAttempts } from './attempts';
import { at, has, isAlphanumeric, LEFT_BRACKET, RIGHT_PARENTHESIS, same, until } from './bytes';
import { host, lineTo } from './frame';
import { firstOfKin, hasRoom, joinKin } from './kin';
import { wait } from './lives';
import { carryOn, ENGINE, findMessage, LONGEST_ID, Message, rootOf, UNKNOWN } from './messages';
import { PROGRAMS, stand, standing } from './names';

/** What a delivery by SMTP or LMTP is. */
export const DELIVERY: i32 = 0;
export const HOP: i32 = 1;
/** The program may know. */
export const UNSURE: i32 = 2;

/** @param reply where it begins @param near whether it went to this host, which is a filter or a mailbox */
export function hopOrDelivery(message: Message, reply: usize, near: bool): i32 {
  const end = lineTo - 1;
  if (!near) return isPlain(message, reply, end) ? DELIVERY : UNSURE;
  if (at(end) != RIGHT_PARENTHESIS || end - reply < 14) return UNSURE;
  // Filters that say what they did with it.
  if (at(end - 1) == RIGHT_PARENTHESIS || has(end - 8, ', BOUNCE') || throwsAway(reply, end)) return UNSURE;
  if (has(end - 6, ' Saved') || has(end - 12, ' Delivery OK') || includes(reply, end, ' SESSIONID=<')) return DELIVERY;
  if (!message.named) return UNSURE;
  const from = afterQueuedAs(reply, end);
  let to = from;
  while (to != 0 && isAlphanumeric(at(to))) to++;
  if (to == from || to - from > LONGEST_ID) return UNSURE;
  const second = findMessage(host, from, to - from);
  if (second == null || second == message || second.kin == 0 || second.kin != message.kin) return UNSURE;
  // What else came back may be copies for its other recipients.
  if (message.recipients > 1 && openKin(message, second)) return UNSURE;
  const open = second.hopOf == 0 || second.undecided;
  if (open && !second.received && second.named && rootOf(message) != second) follow(second, message);
  return second.hopOf == changetype<usize>(message) && !second.undecided ? HOP : UNSURE;
}

/** Whether a delivery to another host is surely no hop: nothing has come that may be what the filter gave back. */
function isPlain(message: Message, reply: usize, end: usize): bool {
  if (message.kin != 0) return !message.carried && !openKin(message, message);
  if (message.named || message.origin != UNKNOWN) return true;
  // Its beginning may be before the log.
  const from = afterQueuedAs(reply, end);
  let to = from;
  while (to != 0 && isAlphanumeric(at(to))) to++;
  return to == from || (to - from <= LONGEST_ID && findMessage(host, from, to - from) == null);
}

/** Whether another one with its message-id has come back of which it is not known whose it is. */
function openKin(message: Message, except: Message): bool {
  for (let place = firstOfKin(message); place != 0; place = changetype<Message>(place).kinAfter) {
    const other = changetype<Message>(place);
    if (other == message || other == except || !other.inside || other.received) continue;
    if (other.hopOf == 0 || other.undecided) return true;
  }
  return false;
}

/** After the last `queued as `; 0 where it does not stand there. */
function afterQueuedAs(reply: usize, end: usize): usize {
  let found: usize = 0;
  // `q` is rare.
  for (let p = until(QUEUED, reply); p < end; p = until(QUEUED, p + 1)) if (has(p, 'queued as ')) found = p + 10;
  return found;
}
const QUEUED: u32 = 113;

/** What filters say that throw a message away (src/maillog/correlate/hops.ts). */
function throwsAway(reply: usize, end: usize): bool {
  return includes(reply, end, ', discarded') || includes(reply, end, '; Discarded Email') || includes(reply, end, ' BLOCKED (');
}

/** @param words more than seven characters */
function includes(from: usize, end: usize, words: string): bool {
  const first = <u32>words.charCodeAt(0);
  for (let p = until(first, from); p < end; p = until(first, p + 1)) if (at(p) == first && has(p, words)) return true;
  return false;
}

/** The message carries the first one on. */
function follow(message: Message, first: Message): void {
  message.undecided = false;
  carryOn(message, first);
  first.carried = true;
  joinAttempts(message, first);
  rootOf(first).marks |= message.marks;
  // The next filter goes on with this one.
  if (message.named && first.named) stand(message.host, message.nameLow, message.nameHigh, changetype<usize>(message));
}

/**
 * The message of a queue id of which smtpd says that another one, which just begins, is its copy (`orig_queue_id=`);
 * null where the program may know more.
 */
export function originalOf(from: usize, length: usize): Message | null {
  const first = findMessage(host, from, length);
  return first != null && first.owner == ENGINE && first.named && hasRoom(first) ? first : null;
}

/** The copy's message-id is still to be told. */
export function followOriginal(message: Message, first: Message): void {
  if (!joinKin(message, first)) return;
  carryOn(message, first);
  first.carried = true;
  joinAttempts(message, first);
}

/** Which one a message from this host may carry on, whose sender is known now; null: the program may know. */
export function carriedBy(message: Message): Message | null {
  const place = message.named ? standing(message.host, message.nameLow, message.nameHigh) : 0;
  if (place == 0 || place == PROGRAMS || place == changetype<usize>(message)) return null;
  const first = changetype<Message>(place);
  return first.kin != 0 && first.kin == message.kin ? first : null;
}

/** It is taken for the first one's, until a delivery of that one tells. */
export function awaitProof(message: Message, first: Message): void {
  const length = message.senderLength;
  if (
    first.active &&
    first.ended == 0 &&
    rootOf(first) != message &&
    first.senderLength == length &&
    (length == 0 || same(first.sender, message.sender, <usize>length))
  )
    carryOn(message, first);
  wait(message);
}

/** Whether a relay, `NAME[ADDRESS]:PORT`, is this host: its first bracket tells. */
export function isNear(from: usize, comma: usize): bool {
  const open = until(LEFT_BRACKET, from);
  return open < comma && (has(open, '[127.') || has(open, '[::1]'));
}
