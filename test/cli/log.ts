/** Small logs whose totals are known, to put bad lines into. */
const HEAD = (second: number): string =>
  `2026-11-20T10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.000000+00:00 mx1.hinode.example`;

/** One message from the network, delivered to one recipient: received 1, delivered 1. */
export function message(n: number): string[] {
  const id = `4ABC${n.toString(16).toUpperCase().padStart(4, '0')}`;
  const at = HEAD(n);
  return [
    `${at} postfix/smtpd[100]: connect from mail.north.example[192.0.2.${n % 250}]`,
    `${at} postfix/smtpd[100]: ${id}: client=mail.north.example[192.0.2.${n % 250}]`,
    `${at} postfix/cleanup[101]: ${id}: message-id=<${n}@north.example>`,
    `${at} postfix/qmgr[102]: ${id}: from=<ann${n}@north.example>, size=${1000 + n}, nrcpt=1 (queue active)`,
    `${at} postfix/smtpd[100]: disconnect from mail.north.example[192.0.2.${n % 250}] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`,
    `${at} postfix/virtual[103]: ${id}: to=<info@hinode.example>, relay=virtual, delay=0.3, delays=0.1/0/0/0.2, dsn=2.0.0, status=sent (delivered to maildir)`,
    `${at} postfix/qmgr[102]: ${id}: removed`,
  ];
}

/** Refused with a text of one's choosing: rejected 1. */
export function reject(helo: string, text = '550 5.1.1 <x@hinode.example>: User unknown'): string {
  return `${HEAD(59)} postfix/smtpd[100]: NOQUEUE: reject: RCPT from unknown[198.51.100.7]: ${text}; from=<a@bad.example> to=<x@hinode.example> proto=ESMTP helo=<${helo}>`;
}

/** Bounced with a reply of one's choosing: received 1, bounced 1. */
export function bounce(n: number, sender: string, recipient: string, reply: string): string[] {
  const id = `4BCD${n.toString(16).toUpperCase().padStart(4, '0')}`;
  const at = HEAD(n);
  return [
    `${at} postfix/smtpd[100]: ${id}: client=unknown[198.51.100.9]`,
    `${at} postfix/cleanup[101]: ${id}: message-id=<b${n}@north.example>`,
    `${at} postfix/qmgr[102]: ${id}: from=<${sender}>, size=900, nrcpt=1 (queue active)`,
    `${at} postfix/smtp[104]: ${id}: to=<${recipient}>, relay=mx.south.example[203.0.113.5]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (${reply})`,
    `${at} postfix/qmgr[102]: ${id}: removed`,
  ];
}

export function messages(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => message(from + i)).flat();
}

export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
