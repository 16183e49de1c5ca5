/** TLS sessions and their failures, of smtpd (`from`), smtp and lmtp (`to`), tlsproxy (postscreen's `[address]:port`). */
import type { Event, TlsFailure } from '../event.ts';
import { at, codeAt, find, findChar, SPACE } from '../scan.ts';
import { beginsWith, quiet } from '../words.ts';
import { peer, readPeer } from './peer.ts';

const ESTABLISHED = 'TLS connection established ';
const REUSED = 'TLS connection reused ';
const DETAIL = quiet('details of a TLS session');

export function readTls(text: string, from: number, end: number): Event | undefined {
  return readSession(text, from, end) ?? readDetail(text, from, end);
}

function readSession(text: string, from: number, end: number): Event | undefined {
  switch (codeAt(text, from, end)) {
    case 83: // S
      return readHandshakeError(text, from, end) ?? (at(text, 'SSL3 alert ', from, end) ? DETAIL : undefined);
    case 84: // T
      if (at(text, 'TLS handshake failed ', from, end)) {
        const found = find(text, 'peer=', from, end);
        return found < 0 || !readPeer(text, found + 5, end)
          ? undefined
          : failure('from', text.slice(from, found - 1));
      }
      // TLSRPT (RFC 8460), since 3.10: what failed has a line of its own too.
      if (beginsWith(text, ['TLS SNI ', 'TLSRPT: '], from, end)) return DETAIL;
      return readEstablished(text, from, end);
    case 99: // c
      if (at(text, 'cannot load Certificat', from, end) || at(text, 'cannot set default OpenSSL', from, end))
        return { kind: 'complaint', level: 'warning', text: text.slice(from, end), queueId: '' };
      return readUnverified(text, from, end);
    case 65: // Anonymous
    case 85: // Untrusted
    case 86: // Verified
      return readEstablished(text, from, end);
    default:
      return readUnverified(text, from, end);
  }
}

/** Of the peer just read. */
function failure(direction: TlsFailure['direction'], reason: string): TlsFailure {
  return { kind: 'tlsFailure', direction, reason, name: peer.name, address: peer.address };
}

/** `certificate verification failed for NAME[ADDRESS]:25: untrusted issuer X`; since 3.0 some say whose: `server certificate ..` (tls_verify.c). */
function readUnverified(text: string, from: number, end: number): Event | undefined {
  let p = from;
  const client = at(text, 'client ', from, end);
  if (client || at(text, 'server ', from, end)) p += 7;
  if (!at(text, 'certificate verification failed for ', p, end) || !readPeer(text, p + 36, end))
    return undefined;
  return failure(client ? 'from' : 'to', text.slice(Math.min(end, peer.next + 2), end));
}

/** What follows `NAME[ADDRESS]: ` at smtp(d)_tls_loglevel 1 and more. */
const DETAILS = [
  'subject_CN=',
  'subject=',
  'issuer=',
  'Issuing session ticket',
  'Decrypting session ticket',
  'Matched ',
  'matched peername',
  'Reusing old session',
  're-using session',
  'looking up session',
  'reloaded session',
  'remove session',
  'save session',
  'certificate ',
  'depth=',
  'verify=',
  'fingerprint=',
  'raw public key',
  'TLS cipher list',
  'SNI hostname',
  'Trusted: ',
  'Untrusted: ',
  'Verified: ',
  'Unverified: ',
  'no peer certificate',
  'peer certificate ',
];

/** `NAME[ADDRESS]:25: subject_CN=mx.example.org, issuer=CA, cert fingerprint=..` (tls_client.c, tls_server.c, tls_dane.c) */
function readDetail(text: string, from: number, end: number): Event | undefined {
  if (beginsWith(text, ['subject=', 'issuer='], from, end)) return DETAIL;
  if (!readPeer(text, from, end) || !at(text, ': ', peer.next, end)) return undefined;
  return beginsWith(text, DETAILS, peer.next + 2, end) ? DETAIL : undefined;
}

/**
 * `Untrusted TLS connection established to NAME[ADDRESS]:25: TLSv1.3 with cipher C (256/256 bits) key-exchange ..`;
 * since 3.4 a server says which name the client asked for: `.. from NAME[ADDRESS] to mx.example.com: TLSv1.3 ..`.
 */
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
    const asked = at(text, ' to ', peer.next, end) ? find(text, ': ', peer.next, end) : -1;
    versionStart = Math.min(end, (asked < 0 ? peer.next : asked) + 2);
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

const ERRORS: readonly (readonly [string, TlsFailure['direction']])[] = [
  ['SSL_accept error from ', 'from'],
  ['SSL_connect error to ', 'to'],
  ['SSL_set_fd error from ', 'from'],
  ['SSL_set_fd error to ', 'to'],
];

/** `SSL_accept error from NAME[ADDRESS]: lost connection`, `SSL_connect error to NAME[ADDRESS]:25: -1` */
function readHandshakeError(text: string, from: number, end: number): Event | undefined {
  const error = ERRORS.find(([words]) => at(text, words, from, end));
  if (error === undefined) return undefined;
  const [words, direction] = error;
  const start = from + words.length;
  if (readPeer(text, start, end)) return failure(direction, text.slice(Math.min(end, peer.next + 2), end));
  const colon = find(text, ': ', start, end);
  return {
    kind: 'tlsFailure',
    direction,
    reason: colon < 0 ? '' : text.slice(colon + 2, end),
    name: text.slice(start, colon < 0 ? end : colon),
    address: '',
  };
}
