/**
 * One client that asks something of smtpd(8): the values of one request of the policy protocol (SMTPD_POLICY_README), or
 * what a log tells of it. What the log does not tell is `undefined`, which is not the same as empty.
 */

/** Where in the session; `RCPT` is what an ordinary message is decided at. */
export type Stage = 'CONNECT' | 'HELO' | 'MAIL' | 'RCPT' | 'VRFY' | 'ETRN' | 'DATA' | 'END-OF-MESSAGE';

/** How the search for the client's name ended (smtpd_peer.c); forged: the name does not lead back to the address. */
export type NameStatus = 'ok' | 'temporary' | 'permanent' | 'forged';

export interface Attempt {
  readonly stage: Stage;
  readonly clientAddress: string;
  /** `unknown` where Postfix found none that leads back to the address. */
  readonly clientName: string;
  /** What the address' PTR says, whether it leads back or not; undefined: not known. */
  readonly reverseName: string | undefined;
  /** undefined: not known beyond what the names say. */
  readonly nameStatus?: NameStatus;
  /** "": none was said; undefined: not known (an accepted message's is not in the log). */
  readonly helo: string | undefined;
  /** "": the empty sender; undefined: before MAIL FROM. */
  readonly sender: string | undefined;
  /** undefined: before RCPT TO, or several at DATA. */
  readonly recipient: string | undefined;
  /** Recipients accepted so far. */
  readonly recipientCount: number;
  /** "": nobody has logged in; undefined: not known. */
  readonly account: string | undefined;
  readonly saslMethod?: string;
  /** undefined: not known. */
  readonly encrypted: boolean | undefined;
  /** Fingerprints of the client's certificate and its key; "": it has none. */
  readonly certificate?: { readonly fingerprint: string; readonly key: string; readonly trusted: boolean };
  readonly protocol?: string;
  /** Bytes, as announced or as received. */
  readonly size?: number;
  readonly etrnDomain?: string;
  /** Did the client talk before it was its turn? undefined: not known. */
  readonly pipelining?: boolean;
  /** A table has said DISCARD earlier in the session: nothing more is evaluated. */
  readonly discarded?: boolean;
  /** SMTPUTF8 was asked for. */
  readonly utf8?: boolean;
  /** Other attributes of the policy protocol, as they came, for a policy service. */
  readonly attributes?: ReadonlyMap<string, string>;
}

/** `name[address]`, as Postfix logs it. */
export function clientOf({ clientName, clientAddress }: Attempt): string {
  return `${clientName}[${clientAddress}]`;
}
