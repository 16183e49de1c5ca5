/**
 * What Postfix's programs write with `-v` or `debug_peer_list`, and lines that tell nothing of a message, a
 * session, a login or the server's health. They are known and counted, so that they do not hide the lines
 * which nobody understands.
 */
import type { Quiet } from '../event.ts';
import { at } from '../scan.ts';

const DEBUG: Quiet = { kind: 'quiet', why: 'debug output (-v)' };

/** First words of debug lines, from Postfix's msg_info() calls under `if (msg_verbose)`. */
const PREFIXES: readonly string[] = [
  '> ',
  '< ',
  'input attribute ',
  'send attr ',
  'private/',
  'public/',
  'request: ',
  'request ',
  'done ',
  'trigger ',
  'master_',
  'qmgr_',
  'smtpd_',
  'smtp_',
  'cleanup_',
  'match_',
  'dict_',
  'maps_',
  'name_',
  'send ',
  'auto_clnt',
  'rewrite_',
  'resolve_',
  'resolve ',
  'rec_',
  'vstream',
  'watchdog',
  'extract_addr',
  'permit_',
  'check_',
  'reject_',
  'generic_checks',
  'before ',
  'after ',
  'mail_',
  'event_',
  'deliver_',
  'local_',
  'pipe_',
  'bounce_',
  'recipient ',
  'transport_event',
  'master disconnect',
  'begin ',
  'start sorted recipient list',
  'end sorted recipient list',
  'end ',
  'pref ',
  'connecting to ',
  'connection established',
  'connect to subsystem ',
  'idle timeout',
  'looking for ',
  'process generation',
  'inet_addr',
  'set_',
  'been_here',
  'tok822',
  'header_',
  'xsasl',
  'anvil_',
  'policy_',
  'proxy',
  'scache_',
  'psc_',
  'flush_',
  'string_',
  'mynetworks',
  'mydestination',
  'relay_domains',
  'fast_flush',
  'ctable_',
  'lookup ',
  'lookup:',
  'trying ',
  'initializing',
  'setting up',
  'SSL_',
  'write to ',
  'read from ',
  'subject_',
  'issuer',
  'fingerprint',
  'Unverified:',
  'unlock',
  'lock ',
  'fifo',
  'spawn',
  'verify_',
  'trivial',
];

/** `function_name: anything`: a lower-case C identifier with an underscore before the first colon. */
function looksLikeFunction(text: string, from: number, end: number): boolean {
  let underscore = false;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 95) underscore = true;
    else if (code === 58) return underscore && i > from;
    else if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57))) return false;
  }
  return false;
}

export function readDebug(text: string, from: number, end: number): Quiet | undefined {
  if (looksLikeFunction(text, from, end)) return DEBUG;
  for (const prefix of PREFIXES) if (at(text, prefix, from, end)) return DEBUG;
  return undefined;
}
