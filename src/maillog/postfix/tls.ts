/** TLS sessions and their failures, of smtpd (`from`), smtp and lmtp (`to`), tlsproxy (postscreen's `[address]:port`). */
import type { Event } from '../event.ts';
import { at, codeAt, find, findChar, SPACE } from '../scan.ts';
import { peer, readPeer } from './peer.ts';

const ESTABLISHED = 'TLS connection established ';
const REUSED = 'TLS connection reused ';

export function readTls(text: string, from: number, end: number): Event | undefined {
  switch (codeAt(text, from, end)) {
    case 83: // S
      return readHandshakeError(text, from, end);
    case 84: // T
      if (at(text, 'TLS handshake failed ', from, end)) {
        const found = find(text, 'peer=', from, end);
        if (found < 0 || !readPeer(text, found + 5, end)) return undefined;
        return {
          kind: 'tlsFailure',
          direction: 'from',
          reason: text.slice(from, found - 1),
          name: peer.name,
          address: peer.address,
        };
      }
      return readEstablished(text, from, end);
    case 99: // c
      if (at(text, 'certificate verification failed for ', from, end)) {
        if (!readPeer(text, from + 36, end)) return undefined;
        return {
          kind: 'tlsFailure',
          direction: 'to',
          reason: text.slice(Math.min(end, peer.next + 2), end),
          name: peer.name,
          address: peer.address,
        };
      }
      if (at(text, 'cannot load Certificate Authority data', from, end))
        return { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId: '' };
      return undefined;
    case 65: // Anonymous
    case 85: // Untrusted
    case 86: // Verified
      return readEstablished(text, from, end);
    default:
      return undefined;
  }
}

/** `Untrusted TLS connection established to NAME[ADDRESS]:25: TLSv1.3 with cipher C (256/256 bits) key-exchange ..` */
function readEstablished(text: string, from: number, end: number): Event | undefined {
  const space = findChar(text, SPACE, from, end);
  if (space < 0) return undefined;
  let trust = '';
  let p = from;
  if (!at(text, 'TLS ', from, end)) {
    trust = text.slice(from, space);
    p = space + 1;
  }
  if (at(text, ESTABLISHED, p, end)) p += ESTABLISHED.length;
  else if (at(text, REUSED, p, end)) p += REUSED.length;
  else return undefined;
  const direction = at(text, 'from ', p, end) ? 'from' : 'to';
  p = findChar(text, SPACE, p, end) + 1;
  if (p === 0) return undefined;
  let name: string;
  let address = '';
  let versionStart: number;
  if (readPeer(text, p, end)) {
    ({ name, address } = peer);
    versionStart = Math.min(end, peer.next + 2);
  } else {
    const colon = find(text, ': ', p, end);
    name = text.slice(p, colon < 0 ? end : colon);
    versionStart = colon < 0 ? end : colon + 2;
  }
  const versionEnd = findChar(text, SPACE, versionStart, end);
  const cipherStart = find(text, ' with cipher ', versionStart, end);
  const cipherEnd = cipherStart < 0 ? -1 : findChar(text, SPACE, cipherStart + 13, end);
  return {
    kind: 'tls',
    direction,
    trust,
    name,
    address,
    version: versionEnd < 0 ? '' : text.slice(versionStart, versionEnd),
    cipher: cipherStart < 0 ? '' : text.slice(cipherStart + 13, cipherEnd < 0 ? end : cipherEnd),
  };
}

/** `SSL_accept error from NAME[ADDRESS]: lost connection`, `SSL_connect error to NAME[ADDRESS]:25: -1` */
function readHandshakeError(text: string, from: number, end: number): Event | undefined {
  const accept = at(text, 'SSL_accept error from ', from, end);
  if (!accept && !at(text, 'SSL_connect error to ', from, end)) return undefined;
  const start = from + (accept ? 22 : 21);
  const direction = accept ? 'from' : 'to';
  if (readPeer(text, start, end)) {
    return {
      kind: 'tlsFailure',
      direction,
      reason: text.slice(Math.min(end, peer.next + 2), end),
      name: peer.name,
      address: peer.address,
    };
  }
  const colon = find(text, ': ', start, end);
  return {
    kind: 'tlsFailure',
    direction,
    reason: colon < 0 ? '' : text.slice(colon + 2, end),
    name: text.slice(start, colon < 0 ? end : colon),
    address: '',
  };
}
