/** Lines of smtpd that refuse clients by a DNSBL. */
import { times } from './mail.ts';

export interface Refusal {
  readonly zone: string;
  /** What the list says after the zone, with `{ip}`. */
  readonly says: string;
  /** What is listed: `Client host [{ip}]`. */
  readonly what?: string;
  readonly action?: 'reject' | 'reject_warning';
}

export function refusals(count: number, clients: number, refusal: Refusal): string[] {
  const { zone, says, what = 'Client host [{ip}]', action = 'reject' } = refusal;
  return times(count, (n) => {
    const ip = `100.64.2.${n % clients}`;
    const text = `${what} blocked using ${zone}; ${says}`.replaceAll('{ip}', ip);
    return [
      `smtpd: connect from mx.far.example[${ip}]`,
      `smtpd: NOQUEUE: ${action}: RCPT from mx.far.example[${ip}]: 554 5.7.1 Service unavailable; ${text}; from=<a${n}@far.example> to=<info@hinode.example> proto=ESMTP helo=<mx.far.example>`,
      `smtpd: disconnect from mx.far.example[${ip}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`,
    ];
  });
}
