/**
 * One correlator takes over from the one of the following part of the log (carry.ts): what began before that
 * part goes on here, and what is still in flight at its end is in flight here.
 */
import type { Entry } from '../entry.ts';
import type { Event } from '../event.ts';
import type { Carry } from './carry.ts';
import { queuedAs } from './hops.ts';
import type { Lives } from './lives.ts';
import type { Message } from './message.ts';

/** Whether the event is about a message or a session that began before this part of the log. */
export function goesOn(lives: Lives, entry: Entry, event: Event): boolean {
  switch (event.kind) {
    case 'disconnect':
      return lives.host.session(entry.pid)?.ghost !== false;
    case 'lost':
      return event.queueId === undefined
        ? lives.host.session(entry.pid) === undefined
        : lives.host.get(event.queueId) === undefined;
    case 'reject':
      return (
        event.queueId !== '' && event.queueId !== 'NOQUEUE' && lives.host.get(event.queueId) === undefined
      );
    case 'active':
    case 'delivery':
    case 'removed':
    case 'expired':
    case 'notification':
    case 'queueAction':
      return lives.host.get(event.queueId) === undefined;
    default:
      return false;
  }
}

/** What the correlator of the log before this part must know; only where this one `continues`. */
export function carryOf(lives: Lives): Carry {
  const carry = lives.carry!;
  for (const [host, state] of lives.hosts) {
    for (const message of state.inFlight()) carry.inFlight.push(message);
    for (const session of state.openSessions()) carry.sessions.push({ host, session });
  }
  carry.pending.push(...lives.hops.waiting());
  return carry;
}

/** Takes over from the correlator of the part of the log that follows this one's. */
/** @param handle what the correlator does with an event */
export function adopt(lives: Lives, carry: Carry, handle: (entry: Entry, event: Event) => void): void {
  for (const begun of carry.begun) goOn(lives, begun);
  let settled = 0;
  for (let i = 0; i <= carry.orphans.length; i++) {
    for (; settled < carry.unsettled.length && carry.unsettled[settled]!.after <= i; settled++) {
      const { message } = carry.unsettled[settled]!;
      lives.enter(message.host);
      message.undecided = false;
      lives.settle(message);
      // Its first message's delivery line comes with the orphans and must find it.
      if (message.hopOf !== undefined) lives.host.restore(message);
    }
    const orphan = carry.orphans[i];
    if (orphan !== undefined) handle({ ...orphan.entry, raw: () => orphan.entry.text }, orphan.event);
  }
  for (const message of carry.inFlight) {
    lives.enter(message.host);
    if (message.origin === 'unknown' && lives.host.get(message.queueId) !== undefined) continue;
    lives.host.restore(message);
  }
  for (const { host, session } of carry.sessions) {
    lives.enter(host);
    lives.host.restoreSession(session);
  }
  for (const { message, moment, event } of carry.pending) {
    lives.enter(message.host);
    lives.hops.add(lives.host.get(message.queueId) ?? message, moment, event, queuedAs(event.reply));
  }
}

/** A message whose `client=` is here and whose text came in the part that follows. */
function goOn(lives: Lives, begun: Message): void {
  lives.enter(begun.host);
  const message = lives.host.get(begun.queueId);
  if (message === undefined || message.ended > 0 || message.received) return;
  if (begun.messageId !== undefined && message.messageId === undefined)
    lives.host.identify(message, begun.messageId);
  message.abandoned ||= begun.abandoned;
  if (begun.discarded) lives.receive(message);
  if (!begun.active) return;
  message.active = true;
  message.abandoned = false;
  message.sender = begun.sender;
  message.size = begun.size;
  message.recipients = begun.recipients;
  lives.settle(message);
  if (begun.ended > 0 && message.ended === 0) lives.host.end(message, begun.ended);
}
