/** Delivery agents: smtp, lmtp, local, virtual, pipe, error, retry, discard, and verify's probes through them. */
import type { Event } from '../event.ts';
import { at, find, findChar, queueIdEnd } from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { readDelivery } from './delivery.ts';
import { peer, readPeer } from './peer.ts';
import { readReject } from './reject.ts';
import { readTls } from './tls.ts';

export function parseAgent(text: string, from: number, end: number, agent: string): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) {
    const queueId = text.slice(from, colon);
    const p = colon + 2;
    if (at(text, 'to=', p, end))
      return (
        readDelivery(text, p, end, queueId, agent) ?? {
          kind: 'quiet',
          why: 'a delivery line cut before its status',
        }
      );
    return readTrouble(text, p, end, queueId);
  }
  return (
    readConnectFailure(text, from, end) ??
    readTls(text, from, end) ??
    readOther(text, from, end) ??
    readComplaint(text, from, end)
  );
}

/**
 * Why a host would not do, other than by its words: smtp_trouble.c logs it where another host is left to try
 * (the texts are in smtp_addr.c, smtp_connect.c, smtp_proto.c, smtp_sasl_glue.c and smtp_tls_policy.c).
 */
const REASONS: readonly string[] = [
  'SASL ',
  'Cannot start TLS',
  'TLS is required',
  'TLSA lookup error',
  'Server certificate',
  'REQUIRETLS',
  'Sender requires ',
  'SMTPUTF8 is required',
  'message size ',
  'client TLS configuration problem',
  'connect to ',
  'Host or domain name not found',
  'Name service error',
  'Domain ',
  'Temporary lookup error',
  'Server configuration error',
  'server configuration error',
  'Protocol error',
  'all network protocols are disabled',
  'local data error while talking to ',
  'mail for ',
  'network address conversion failed',
  'non DNSSEC destination',
  'server unavailable or unable to receive mail',
  'unable to find primary relay',
  'unable to look up ',
  'unexpected server message',
  'unreadable mail queue entry',
];

function peerAfter(text: string, word: string, from: number, end: number): boolean {
  const found = find(text, word, from, end);
  return found >= 0 && readPeer(text, found + word.length, end);
}

/** One host of several failed; the message goes on to the next: `QID: host NAME[ADDRESS] said: 450 ...`. */
function readTrouble(text: string, from: number, end: number, queueId: string): Event | undefined {
  for (const prefix of ['host ', 'lost connection with ', 'conversation with ']) {
    if (!at(text, prefix, from, end)) continue;
    if (!readPeer(text, from + prefix.length, end)) return undefined;
    const reason = prefix === 'host ' ? text.slice(Math.min(end, peer.next + 1), end) : text.slice(from, end);
    return { kind: 'remoteTrouble', queueId, name: peer.name, address: peer.address, reason };
  }
  for (const reason of REASONS) {
    if (!at(text, reason, from, end)) continue;
    const named = ['server ', 'host ', 'with ', ' to '].some((word) => peerAfter(text, word, from, end));
    return {
      kind: 'remoteTrouble',
      queueId,
      name: named ? peer.name : '',
      address: named ? peer.address : '',
      reason: text.slice(from, end),
    };
  }
  if (at(text, 'enabling PIX ', from, end)) return { kind: 'quiet', why: 'work-around for a firewall' };
  if (at(text, 'breaking line ', from, end)) return { kind: 'quiet', why: 'a long line was broken' };
  if (at(text, 'passing ', from, end)) return { kind: 'quiet', why: 'handed to another transport' };
  if (at(text, 'Used TLS for ', from, end)) return { kind: 'quiet', why: 'TLS of a delivery' };
  return readReject(text, from, end, queueId, 'checks') ?? readComplaint(text, from, end, queueId);
}

/** `connect to NAME[ADDRESS]:25: Connection timed out`; before 2.3 `... (port 25)`. */
function readConnectFailure(text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'connect to ', from, end)) return undefined;
  if (!readPeer(text, from + 11, end)) return undefined;
  return {
    kind: 'connectFailure',
    name: peer.name,
    address: peer.address,
    reason: text.slice(Math.min(end, peer.next + 2), end),
  };
}

function readOther(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'discarding EHLO keywords', from, end))
    return { kind: 'quiet', why: 'EHLO keywords left out' };
  if (at(text, 'Host offered STARTTLS', from, end)) return { kind: 'quiet', why: 'TLS offered and not used' };
  if (find(text, ': replacing server reply ', from, end) > from)
    return { kind: 'quiet', why: 'a reply rewritten by smtp_reply_filter' };
  if (at(text, 'host ', from, end) && find(text, ' offers SMTPUTF8 support, but not ', from, end) > from)
    return { kind: 'quiet', why: 'EHLO keywords left out' };
  // smtp_connect.c: an explanation of the failure that the delivery's own line tells.
  if (at(text, 'SMTPS wrappermode (TCP port 465) requires ', from, end))
    return { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId: '' };
  // A relay alone, as Lightmeter and others log it: `HOST[private/dovecot-lmtp]`
  if (findChar(text, 32, from, end) < 0 && end > from && text.charCodeAt(end - 1) === 93)
    return { kind: 'quiet', why: 'a relay without a message' };
  return undefined;
}
