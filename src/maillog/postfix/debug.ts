/**
 * What Postfix's programs write with `-v`, `debug_peer_list` or a high TLS log level: known and counted, so that it
 * does not hide the lines which nobody understands. The beginnings come from Postfix's msg_info() calls under
 * `if (msg_verbose)`.
 */
import type { Quiet } from '../event.ts';
import { at, find, LEFT_BRACKET, queueIdEnd } from '../scan.ts';
import { beginsWith } from '../words.ts';

const DEBUG: Quiet = { kind: 'quiet', why: 'debug output (-v)' };

/** A blank, `:` or `=` at the end is a part of it. */
const BEGINNINGS: readonly string[] = `
> |< |>>> |--- |====|\`|input attribute |send attr |private/|public/|request: |request |done |trigger |send |
recipient |transport_event|master disconnect|begin |start sorted recipient list|end sorted recipient list|end |
pref |connecting to |connection established|connect to subsystem |idle timeout|looking for |process generation|
inet_addr|generic_checks|before |after |auto_clnt|vstream|watchdog|mynetworks|mydestination|relay_domains|
lookup |lookup:|trying |trying... |initializing|setting up|SSL_|write to |read from |issuer|fingerprint|
Unverified:|Verified:|unlock|lock |fifo|spawn|trivial|extract_addr|proxy|xsasl|tok822|resolve |been_here|
GOT |PUT |PROBE |POP boundary |PUSH boundary |PASS=|RUN |Compiled against |Using ESMTP |Using LMTP |
Relaying allowed for |SASL authentication debug: |SASL authentication info: |SASL authentication pass: |
SASL authentication trace: |Read |Write |abort all milters|allowlisting |whitelisting |append_|arg[|argv_attr_|
chdir |children: |chroot |cleanup flags = |client flags = |client socket not found |closing |connection closed|
daemon started|defer site |defer transport |delete |delivered: |disconnect event |disposing SASL |domain: |
enable site |enable transport |enter |errs = |event: |exp_type: |exp_from: |expanded and quoted |extension: |
extracted envelope |fd=|flags = |flags for |flags: |forward delivered=|fp: |frag_len=|free all milters|free milter |
fsspace: |garbage in |got sigchld|host name lookup methods|initial envelope |inspect content |leave |level: |loaded |
local: |masquerade: |max_proc: |avail_proc: |total_proc: |throttle_delay: |listen_fd_count: |milter |name: |next: |
offset: |old-style scan |open |override |owner: |path: |pausing to |put |query milter states |queue: |queue_name: |
queue_id: |receive |received master trigger|recipient: |record |relay: |remove |removed file |renamed file |reply: |
report |res_nmkquery|res_nsend|running: |save session |reloaded session |sender: |sendmsg error |server features: |
server flags = |setugid: |site |skip |skipping event |skipping reply |skipping non-protocol |source=|
spool_uid/gid |start |starting new SASL |status_fd |throttle released |throttling command |time to retire |
tls_proxy_|trw_report|type: |unmatched: |user: |v6_target=|wakeup |wakeup: |why: |wildcard_|import_|export |
myhostname=|unknown_|unverified_|Connection refused|Operation now in progress|No such file or directory|name_mask: |
discarding |deliver_request|server: |
`
  .replaceAll('\n', '')
  .split('|')
  .filter((beginning) => beginning !== '');

/** First parts of the names of Postfix's functions and parameters. */
const FAMILIES =
  'master qmgr smtpd smtp cleanup match dict maps name rewrite resolve rec permit check reject mail event deliver local pipe bounce set header anvil policy scache psc flush string subject verify fast ctable'.split(
    ' ',
  );

/** What stands in the middle of a debug line, after the name of a socket, table or file. */
const MIDDLES = [
  ': wanted attribute: ',
  ' socket: ',
  " `' -> `",
  ' cache cleanup will start after ',
  ': non-terminator ',
  ': terminator (consumed)',
  ' stream disconnect',
  ' stream buffer size ',
  ' feedback type ',
  ' TLS level: ',
  ' asciified to ',
  ' -- not sending a notification',
];

/** After a queue id. */
const OF_MESSAGE = [
  'read ',
  'recipient limit ',
  'uid ',
  'placed in ',
  'enabling VERP ',
  'ignoring redundant ',
  'skipping ',
  'no trace file',
];

/** `function_name: anything`: a lower-case C identifier with an underscore before the first colon. */
function looksLikeFunction(text: string, from: number, end: number): boolean {
  let underscore = false;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 95) underscore = true;
    else if (code === 58 || code === LEFT_BRACKET) return underscore && i > from;
    else if (!((code >= 97 && code <= 122) || (code >= 48 && code <= 57))) return false;
  }
  return false;
}

/** `0000 15 03 01 00 02     .....`: bytes of a TLS session. */
function looksLikeDump(text: string, from: number, end: number): boolean {
  return /^[0-9a-f]{4} (?:[0-9a-f]{2}[ -]|- <SPACES)/.test(text.slice(from, Math.min(end, from + 15)));
}

export function readDebug(text: string, from: number, end: number): Quiet | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) return beginsWith(text, OF_MESSAGE, colon + 2, end) ? DEBUG : undefined;
  if (looksLikeFunction(text, from, end) || looksLikeDump(text, from, end)) return DEBUG;
  for (const family of FAMILIES)
    if (at(text, family, from, end) && at(text, '_', from + family.length, end)) return DEBUG;
  if (beginsWith(text, BEGINNINGS, from, end)) return DEBUG;
  return MIDDLES.some((middle) => find(text, middle, from, end) > from) ? DEBUG : undefined;
}
