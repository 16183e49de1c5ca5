/** From what everybody but the log saw to the totals that the report must have. */

import type { QueueEntry } from '../postfix.ts';
import { type Copy, copies, header, headerOf, notices, queueSize, stripped } from './captured.ts';
import type { Scene } from './scene.ts';
import type { Seen, Sent } from './seen.ts';

/** Tries that ended in a deferral, as the queue showed them at rest. */
export class Deferrals {
  count = 0;
  /** Each one, for who looks for a difference. */
  readonly trail: string[] = [];
  /** Each message that was ever deferred: by its tag and the alias that passed it on, or by queue id. */
  readonly messages = new Set<string>();
  /** Queue ids that were ever deferred. */
  readonly #known = new Set<string>();

  /**
   * The queue is at rest.
   * @param everything whether all that was deferred has been tried again
   */
  look(queue: readonly (QueueEntry & { key: string })[], everything: boolean): void {
    for (const { queue_name, queue_id, recipients, key } of queue) {
      if (queue_name !== 'deferred') continue;
      if (!everything && this.#known.has(queue_id)) continue;
      this.#known.add(queue_id);
      for (const { delay_reason } of recipients) {
        if (delay_reason === undefined) continue;
        this.count++;
        this.trail.push(`${everything} ${queue_id} ${key} ${delay_reason}`);
        this.messages.add(key);
      }
    }
  }
}

export interface Expected {
  readonly totals: Record<string, number>;
  readonly copies: readonly Copy[];
  /** Size of each message as it first came, by tag; what nobody saw is absent. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Notifications to senders outside, about messages of clients outside that did not log in. */
  readonly backscatter: number;
}

export function expect(
  scene: Scene,
  seen: Seen,
  deferrals: Deferrals,
  left: readonly { text: string; size: number }[],
): Expected {
  const all = copies(scene);
  const notified = notices([...all.map(({ content }) => content), ...left.map(({ text }) => text)]);
  const failed = notified.flatMap((notice) => notice.failed.map((one) => ({ ...one, notice })));
  // `postsuper -e` gives back without another try.
  const expired = failed.filter(({ status }) => status.startsWith('4'));
  const expiredMessages = new Set(expired.map(({ notice }) => notice.id));
  const received = seen.sent;
  // The log names the sender when the queue manager has the message.
  const inQueue = received.filter(
    ({ tag, discarded, held }) => !discarded && (!held || seen.released.has(tag) || seen.requeued.has(tag)),
  );
  // Of blind copies that bounce with the rest the sender is not told.
  const unnotified = seen.bouncedAtOnce.reduce(
    (sum, sender) =>
      sender === '' ? sum : sum + Number(scene.choices.archive) + Number(sender === 'ann@good.example'),
    0,
  );
  const texts = [
    ...all.map(({ content }) => content),
    ...left.map(({ text }) => text),
    ...notified.map(({ returned }) => returned),
  ];
  const forwards = new Set(texts.filter((text) => header(text, 'X-Lab-Tag') !== '').map(forwardId));
  forwards.delete('');
  const sizes = sizesOf(
    scene,
    all,
    left,
    notified.map(({ returned }) => returned),
  );
  return {
    totals: {
      received: received.length,
      delivered: all.reduce((sum, { recipients }) => sum + recipients.length, 0),
      forwarded: forwards.size,
      deferrals: deferrals.count,
      deferred: deferrals.messages.size,
      bounced: failed.length - expired.length + unnotified,
      expired: expiredMessages.size,
      rejected: seen.rejected,
      rejectWarnings: seen.rejectWarnings,
      held: seen.held,
      saslFailures: seen.saslFailures,
      loginFailures: 0,
      connections: seen.connections + scene.filter.connections(),
      notifications: notified.length,
      senders: new Set(inQueue.map(({ sender }) => lowerDomain(sender))).size,
      recipients: new Set(all.flatMap(({ recipients }) => recipients.map(lowerDomain))).size,
    },
    copies: all,
    sizes,
    backscatter: notified.filter(({ failed: recipients, returned }) => {
      const sent = seen.sent.find(({ tag }) => tag === header(returned, 'X-Lab-Tag'));
      return recipients.length > 0 && sent !== undefined && isStrangers(sent);
    }).length,
  };
}

function isStrangers({ client, account, sender }: Sent): boolean {
  return client !== '127.0.0.1' && account === '' && sender !== '' && !sender.endsWith('@local.example');
}

/** The queue id that an alias's copy first had, "" where no alias passed it on: local(8) names the alias below it. */
function forwardId(text: string): string {
  return /\bid (\w+);[^\n]*\nDelivered-To: /.exec(headerOf(text))?.[1] ?? '';
}

function asCopy(text: string): { tag: string; forwardedBy: string } {
  return { tag: header(text, 'X-Lab-Tag'), forwardedBy: header(text, 'Delivered-To') };
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
}

function sizesOf(
  scene: Scene,
  all: readonly Copy[],
  left: readonly { text: string; size: number }[],
  returned: readonly string[],
): Map<string, number> {
  const sizes = new Map<string, number>();
  const put = (text: string, size: number): void => {
    const { tag, forwardedBy } = asCopy(text);
    if (tag === '' || forwardedBy !== '' || header(text, 'X-Lab-Filter') !== '') return;
    // It went through cleanup(8) again, by a requeue, and grew.
    if ((headerOf(text).match(/^Received: /gm) ?? []).length > 1) return;
    if (!sizes.has(tag)) sizes.set(tag, size);
  };
  for (const text of scene.filter.seen)
    put(text.replaceAll('\r\n', '\n'), queueSize(text.replaceAll('\r\n', '\n')));
  for (const text of scene.pipeFiltered()) put(stripped(text), queueSize(stripped(text)));
  for (const { content } of all) put(content, queueSize(content));
  for (const { text, size } of left) put(text, size);
  // Some notifications give only the header back; all put a Return-Path before it.
  for (const text of returned) if (text.includes('\n\n')) put(text, queueSize(stripped(text)));
  return sizes;
}
