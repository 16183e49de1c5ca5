/**
 * Everything that a mail log can tell, one type a thing that happened. Read this file first.
 *
 * An event is a plain object with a `kind`. Parsers (one file a daemon) make events from the text of one log
 * line; `correlate/` puts them together to messages and sessions. The sample above each type is what the
 * program writes after the syslog header.
 *
 * Strings in an event are slices of the line that they were read from. Who keeps one for long takes a copy with
 * `own()` (scan.ts), or the whole line stays in memory.
 */

/** A peer as Postfix writes it: `name[address]`; both "unknown" where Postfix does not know. */
export interface Peer {
  readonly name: string;
  readonly address: string;
}

/** `connect from mail.example.com[192.0.2.1]` */
export interface Connect extends Peer {
  readonly kind: 'connect';
}

/** `disconnect from mail.example.com[192.0.2.1] ehlo=1 auth=0/1 quit=1 commands=2/3` (counters since 3.0) */
export interface Disconnect extends Peer {
  readonly kind: 'disconnect';
  /** The counters as written, "" before Postfix 3.0; see `commandCounts`. */
  readonly counters: string;
}

/** `lost connection after DATA (120 bytes) from unknown[192.0.2.1]`, `timeout after ...`, `too many errors after ...` */
export interface Lost extends Peer {
  readonly kind: 'lost';
  readonly how: 'lost connection' | 'timeout' | 'too many errors' | 'bare <LF> received' | 'hangup';
  readonly after: string;
  /** Since 3.10 the line says which message was being received. */
  readonly queueId: string | undefined;
}

/** `4D2F1: client=mail.example.com[192.0.2.1], sasl_method=PLAIN, sasl_username=ann` */
export interface Accepted extends Peer {
  readonly kind: 'accepted';
  /** "NOQUEUE" for a message that goes through a before-queue proxy filter. */
  readonly queueId: string;
  readonly saslMethod: string;
  readonly account: string;
  /** XFORWARD from an after-queue filter tells the first queue id and client. */
  readonly originalQueueId: string;
  readonly originalClient: string;
}

/** What Postfix, a milter, a proxy filter, postscreen or a header check did with mail other than to take it. */
export type RejectAction =
  | 'reject'
  | 'reject_warning'
  | 'hold'
  | 'discard'
  | 'filter'
  | 'redirect'
  | 'bcc'
  | 'warn'
  | 'info'
  | 'permit'
  | 'prepend'
  | 'replace'
  | 'strip'
  | 'delay'
  | 'hangup';

/**
 * `NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 Service unavailable; Client host [192.0.2.1]
 * blocked using zen.spamhaus.org; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<x>`
 */
export interface Reject extends Peer {
  readonly kind: 'reject';
  readonly action: RejectAction;
  /** Who decided: smtpd's restrictions, postscreen, a milter, a proxy filter, header or body checks. */
  readonly by: 'smtpd' | 'postscreen' | 'milter' | 'proxy' | 'checks';
  /** RCPT, MAIL, DATA, END-OF-MESSAGE, CONNECT, ...; HEADER or BODY for content checks. */
  readonly stage: string;
  /** "" or "NOQUEUE" where no queue file existed yet. */
  readonly queueId: string;
  /** The reply code, 0 where none is written. */
  readonly code: number;
  readonly dsn: string;
  /** The reply without codes, up to the envelope: `Service unavailable; Client host [..] blocked using zen...`. */
  readonly text: string;
  /** The DNSBL zone in `blocked using ZONE`, "" where it is none. */
  readonly zone: string;
  readonly sender: string;
  /** undefined where the line names no sender or recipient. */
  readonly recipient: string | undefined;
  readonly helo: string;
  readonly account: string;
}

/** `warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: authentication failure, sasl_username=ann` */
export interface SaslFailure extends Peer {
  readonly kind: 'saslFailure';
  readonly mechanism: string;
  readonly reason: string;
  readonly account: string;
}

/** `Anonymous TLS connection established from mail.example.com[192.0.2.1]: TLSv1.3 with cipher ...` */
export interface Tls extends Peer {
  readonly kind: 'tls';
  readonly direction: 'from' | 'to';
  readonly trust: string;
  readonly version: string;
  readonly cipher: string;
}

/** `SSL_accept error from unknown[192.0.2.1]: lost connection`, `TLS handshake failed for service=smtpd peer=...` */
export interface TlsFailure extends Peer {
  readonly kind: 'tlsFailure';
  readonly direction: 'from' | 'to';
  readonly reason: string;
}

/** `warning: non-SMTP command from unknown[192.0.2.1]: GET / HTTP/1.1`, `improper command pipelining after ...` */
export interface Abuse extends Peer {
  readonly kind: 'abuse';
  readonly what:
    | 'non-SMTP command'
    | 'command pipelining'
    | 'bad address syntax'
    | 'rate limit'
    | 'concurrency limit'
    | 'bare newline';
  readonly detail: string;
}

/** `warning: hostname a.example.com does not resolve to address 192.0.2.1: Name or service not known` */
export interface HostnameMismatch extends Peer {
  readonly kind: 'hostnameMismatch';
  readonly reason: string;
}

/** `4D2F1: message-id=<a@example.com>` from cleanup */
export interface MessageId {
  readonly kind: 'messageId';
  readonly queueId: string;
  readonly messageId: string;
  readonly resent: boolean;
}

/** `4D2F1: from=<ann@example.com>, size=4321, nrcpt=1 (queue active)` */
export interface Active {
  readonly kind: 'active';
  readonly queueId: string;
  readonly sender: string;
  /** Bytes. */
  readonly size: number;
  readonly recipients: number;
}

/** `4D2F1: removed`; since 3.10 also `removed (canceled)` and `removed (discarded)` from cleanup. */
export interface Removed {
  readonly kind: 'removed';
  readonly queueId: string;
  readonly why: string;
}

/** `4D2F1: from=<ann@example.com>, status=expired, returned to sender` */
export interface Expired {
  readonly kind: 'expired';
  readonly queueId: string;
  readonly sender: string;
  readonly forced: boolean;
}

export type DeliveryStatus =
  | 'sent'
  | 'deferred'
  | 'bounced'
  | 'deliverable'
  | 'undeliverable'
  | 'undeliverable-but-not-cached'
  | 'softbounce'
  | 'other';

/**
 * `4D2F1: to=<b@example.com>, orig_to=<c@example.com>, relay=mx.example.com[192.0.2.1]:25, conn_use=2,
 * delay=1.2, delays=0.1/0/0.5/0.6, tls=may, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9A8B7)`
 */
export interface Delivery {
  readonly kind: 'delivery';
  readonly queueId: string;
  /** The delivery agent: smtp, lmtp, local, virtual, pipe, error, retry, discard, qmgr, ... */
  readonly agent: string;
  readonly recipient: string;
  readonly originalRecipient: string;
  readonly relay: string;
  /** Seconds since the message arrived. */
  readonly delay: number;
  /** `a/b/c/d`: before the queue manager, in it, connection set-up, transmission; "" before 2.3. */
  readonly delays: string;
  /** TLS features of Postfix 3.11 (`dane/requiretls`), "" before. */
  readonly tls: string;
  readonly dsn: string;
  readonly status: DeliveryStatus;
  /** What stands in the brackets at the end. */
  readonly reply: string;
  /** Of a recipient that was `sent` to a filter: what the filter's own line says that became of it. */
  readonly fate?: 'discarded';
}

/** `4D2F1: host mx.example.com[192.0.2.1] said: 450 4.7.1 ... (in reply to RCPT TO command)`: one try of several */
export interface RemoteTrouble extends Peer {
  readonly kind: 'remoteTrouble';
  readonly queueId: string;
  readonly reason: string;
}

/** `connect to mx.example.com[192.0.2.1]:25: Connection timed out` */
export interface ConnectFailure extends Peer {
  readonly kind: 'connectFailure';
  readonly reason: string;
}

/** `4D2F1: sender non-delivery notification: 9A8B7`; 3.11: `4D2F1: sender notification failed to <a@b>: why` */
export interface Notification {
  readonly kind: 'notification';
  readonly queueId: string;
  readonly to: string;
  readonly type: 'non-delivery' | 'delay' | 'delivery status' | 'failed';
  /** The queue id of the notification; "" where it could not be made. */
  readonly newQueueId: string;
  readonly reason: string;
}

/** `4D2F1: uid=1000 from=<ann>` from pickup: mail of a local program */
export interface Pickup {
  readonly kind: 'pickup';
  readonly queueId: string;
  readonly uid: number;
  readonly sender: string;
  /** 3.12: the id before a requeue. */
  readonly originalQueueId: string;
}

/** `4D2F1: placed on hold` from postsuper */
export interface QueueAction {
  readonly kind: 'queueAction';
  readonly queueId: string;
  readonly action: 'deleted' | 'requeued' | 'held' | 'released' | 'expired';
}

/** `Deleted: 115 messages` from postsuper */
export interface QueueSummary {
  readonly kind: 'queueSummary';
  readonly action: string;
  readonly count: number;
}

/** `PREGREET 6 after 1.2 from [192.0.2.1]:43421: RSET`, `PASS OLD [192.0.2.1]:53024` */
export interface Postscreen {
  readonly kind: 'postscreen';
  readonly what: string;
  readonly address: string;
  readonly detail: string;
}

/** `addr 192.0.2.1 listed by domain zen.spamhaus.org as 127.0.0.4` */
export interface Dnsblog {
  readonly kind: 'dnsblog';
  readonly address: string;
  readonly zone: string;
  readonly answer: string;
}

/** `statistics: max connection count 5 for (smtpd:192.0.2.1) at Oct 26 18:13:50`, also scache's */
export interface Statistics {
  readonly kind: 'statistics';
  readonly what: string;
  readonly value: number;
  readonly address: string;
}

/** `daemon started -- version 3.7.11, configuration /etc/postfix`, `refreshing the Postfix mail system` */
export interface Service {
  readonly kind: 'service';
  readonly what: 'started' | 'reloaded' | 'stopped' | 'other';
  readonly text: string;
}

/** `warning: ...`, `error: ...`, `fatal: ...`, `panic: ...` of any daemon that no other type tells better */
export interface Complaint {
  readonly kind: 'complaint';
  readonly level: 'warning' | 'error' | 'fatal' | 'panic';
  readonly text: string;
  readonly queueId: string;
}

/** policyd-spf and kin: `prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=...` */
export interface SpfResult {
  readonly kind: 'spf';
  readonly result: string;
  readonly client: string;
  readonly sender: string;
}

/** What a milter or filter found: OpenDKIM, OpenDMARC, Rspamd, Amavis, SpamAssassin, greylisting. */
export interface FilterVerdict {
  readonly kind: 'filter';
  readonly program: string;
  readonly queueId: string;
  readonly verdict: string;
  readonly detail: string;
  /** The filter's own number of the message, as its reply to Postfix tells it, and for whom the verdict is; else "". */
  readonly filterId: string;
  readonly recipient: string;
}

/** `imap-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, ...`, vsftpd `OK LOGIN` */
export interface Login {
  readonly kind: 'login';
  readonly service: string;
  readonly account: string;
  readonly address: string;
}

/** `imap-login: Disconnected (auth failed, 1 attempts): user=<ann>, ...`, `pam(ann,192.0.2.1): unknown user`, ... */
export interface LoginFailure {
  readonly kind: 'loginFailure';
  readonly service: string;
  readonly account: string;
  readonly address: string;
  /** Failed tries that the line tells of; 0 where another line of the same try already counts it. */
  readonly attempts: number;
  readonly reason: string;
}

/** `lmtp(ann): msgid=<x>: saved mail to INBOX`: into which mailbox, or what Sieve did instead */
export interface Mailbox {
  readonly kind: 'mailbox';
  readonly account: string;
  readonly messageId: string;
  readonly action: string;
  readonly mailbox: string;
}

/** A known line that says nothing of a message, a session, a login or the server's health. */
export interface Quiet {
  readonly kind: 'quiet';
  readonly why: string;
}

export type Event =
  | Connect
  | Disconnect
  | Lost
  | Accepted
  | Reject
  | SaslFailure
  | Tls
  | TlsFailure
  | Abuse
  | HostnameMismatch
  | MessageId
  | Active
  | Removed
  | Expired
  | Delivery
  | RemoteTrouble
  | ConnectFailure
  | Notification
  | Pickup
  | QueueAction
  | QueueSummary
  | Postscreen
  | Dnsblog
  | Statistics
  | Service
  | Complaint
  | SpfResult
  | FilterVerdict
  | Login
  | LoginFailure
  | Mailbox
  | Quiet;
