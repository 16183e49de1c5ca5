/**
 * Replies as smtpd(8) gives them: `554 5.7.1 <a@example.com>: Recipient address rejected: Access denied`. The enhanced
 * status code (RFC 3463) follows what is refused (smtpd_dsn_fix.c) and the reply code (smtpd_check_reject()).
 */

export interface Reply {
  /** 400 to 599 */
  readonly code: number;
  /** `5.7.1` */
  readonly dsn: string;
  readonly text: string;
}

/** What is refused, as Postfix names it in its replies. */
export type Refused =
  | 'Client host'
  | 'Unverified Client host'
  | 'Client certificate'
  | 'SASL login name'
  | 'Helo command'
  | 'Sender address'
  | 'Recipient address'
  | 'Etrn command'
  | 'Data command'
  | 'End-of-data';

const STATUS = /^[245]\.\d{1,3}\.\d{1,3}(?=[ \t]|$)/;

/** Text that may begin with a status code of its own (dsn_split()). */
export function splitStatus(
  text: string,
  otherwise: string,
): { readonly dsn: string; readonly text: string } {
  const own = STATUS.exec(text)?.[0];
  return own === undefined
    ? { dsn: otherwise, text }
    : { dsn: own, text: text.slice(own.length).replace(/^[ \t\r\n\v\f]+/, '') };
}

/** Status codes of addresses: the sender's and the recipient's counterpart of each. */
const ADDRESS_STATUS: Readonly<Record<string, readonly [sender: string, recipient: string]>> = {
  1: ['4.1.7', '4.1.1'],
  2: ['4.1.8', '4.1.2'],
  3: ['4.1.7', '4.1.3'],
  4: ['4.1.7', '4.1.4'],
  5: ['4.1.7', '4.1.5'],
  6: ['4.1.7', '4.1.6'],
  7: ['4.1.7', '4.1.3'],
  8: ['4.1.8', '4.1.2'],
};

/** A status of a sender for a refused sender, of a recipient for a recipient, of neither for anything else. */
export function fitStatus(status: string, refused: Refused): string {
  if (!status.startsWith('.1.', 1)) return status;
  const pair = ADDRESS_STATUS[status.slice(4)] ?? ['4.1.0', '4.1.0'];
  if (refused === 'Sender address') return pair[0];
  return refused === 'Recipient address' ? pair[1] : '4.0.0';
}

/** Bytes that Postfix sends at most, the codes included. */
const LONGEST = 510;
const UNUSABLE: Reply = { code: 450, dsn: '4.7.1', text: 'Service unavailable' };

/** The reply as it leaves: one line, its codes of one kind. */
export function makeReply(code: number, status: string, text: string, softBounce: boolean): Reply {
  const usable = code >= 400 && code <= 599 && STATUS.test(status);
  const reply = usable ? { code, dsn: status, text: oneLine(text) } : UNUSABLE;
  const soft = softBounce && reply.code >= 500 ? reply.code - 100 : reply.code;
  return { ...reply, code: soft, dsn: `${String(soft)[0]}${reply.dsn.slice(1)}` };
}

function oneLine(text: string): string {
  let line = text;
  if (/[\x00-\x1f\x7f]/.test(text)) line = text.replace(/[\x00-\x1f\x7f]/g, ' ');
  return line.length * 3 <= LONGEST - 10
    ? line
    : Buffer.from(line)
        .subarray(0, LONGEST - 10)
        .toString();
}
