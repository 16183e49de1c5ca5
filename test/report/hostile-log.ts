/** A log in which every text that a stranger may choose is as bad as it can be. */
import { bounce, messages, reject, text } from '../cli/log.ts';

export const SCRIPT = '<script>document.title="owned"</script><img src=x onerror="document.title=1">';
const LONG = `${'very-long-name.'.repeat(14)}example`;
const JAPANESE = '受信者のメールボックスがいっぱいです。しばらくしてからもう一度お試しください。'.repeat(4);

export function hostileLog(): string {
  return text([
    ...messages(1, 8),
    ...bounce(
      30,
      `a@${LONG}`,
      `b@${LONG}`,
      `host mx.${LONG}[203.0.113.5] said: 550 ${JAPANESE} (in reply to RCPT TO command)`,
    ),
    ...bounce(
      31,
      '"<b>"@x.example',
      `${SCRIPT}@x.example`,
      `host mx[203.0.113.5] said: 550 5.1.1 ${SCRIPT}&amp;"'</td></table>`,
    ),
    ...bounce(32, 'z̸̢͎a̶l̷g̵o̸@x.example', '👩‍👩‍👧‍👦@例え.jp', '絵文字👍🏽と結合文字が̈あります'),
    ...bounce(33, `${'x'.repeat(2000)}@x.example`, `${'あ'.repeat(500)}@x.example`, 'y'.repeat(3000)),
    reject(SCRIPT),
    reject(
      `"><svg onload=alert(1)>`,
      `554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using ${LONG}; https://evil.example/?q=${SCRIPT}`,
    ),
    reject('h', `550 5.7.1 <x@x.example>: Recipient address rejected: ${JAPANESE}`),
    `2026-11-20T10:00:50+00:00 mx1.hinode.example postfix/smtpd[1]: fatal: ${SCRIPT} ${JAPANESE}`,
    `2026-11-20T10:00:50+00:00 mx1.hinode.example postfix/${'p'.repeat(80)}[1]: warning: style=</style><style>*{display:none}</style>`,
    ...Array.from(
      { length: 30 },
      (_, i) =>
        `2026-11-20T10:00:5${i % 10}+00:00 mx1.hinode.example postfix/smtpd[1]: warning: unknown[198.51.100.${i}]: SASL LOGIN authentication failed: ${SCRIPT}, sasl_username=javascript:alert(${i})`,
    ),
  ]);
}
