/**
 * qmqpd(8), the door for mailing list software (QMQP). Sessions and messages are told as smtpd tells them;
 * one that broke off by a line of its own (qmqpd.c, qmqpd_proto):
 *
 *   4D2F1: list.example.com[192.0.2.1]: lost connection while receiving message content
 */
import type { Event, Lost } from '../event.ts';
import { at, queueIdEnd } from '../scan.ts';
import { peer, readPeer } from './peer.ts';
import { parseSmtpd } from './smtpd.ts';

const REASONS: readonly (readonly [string, Lost['how']])[] = [
  ['lost connection while ', 'lost connection'],
  ['read/write timeout while ', 'timeout'],
];

export function parseQmqpd(text: string, from: number, end: number): Event | undefined {
  return parseSmtpd(text, from, end) ?? readBroken(text, from, end);
}

function readBroken(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon < 0 || !readPeer(text, colon + 2, end) || !at(text, ': ', peer.next, end)) return undefined;
  const { name, address } = peer;
  const p = peer.next + 2;
  const queueId = text.slice(from, colon);
  for (const [words, how] of REASONS) {
    // A message and its recipients are one piece of data here.
    if (at(text, words, p, end)) return { kind: 'lost', how, after: 'DATA', queueId, name, address };
  }
  return { kind: 'complaint', level: 'warning', text: text.slice(p, end), queueId };
}
