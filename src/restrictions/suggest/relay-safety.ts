/** Whether a change would let strangers send through this server to strangers who could not before. */
import type { Attempt } from '../attempt.ts';
import { evaluate } from '../evaluate.ts';
import { KnownFacts } from '../facts-known.ts';
import type { Rules } from '../rules.ts';

/** Networks and domains for documentation: nobody's. */
const CLIENTS = ['192.0.2.77', '203.0.113.77', '2001:db8::77'];
const NAMES: readonly (readonly [name: string, helo: string])[] = [
  ['unknown', 'stranger'],
  ['mx.stranger.example', 'mx.stranger.example'],
];
const SENDERS = ['', 'someone@stranger.example', 'postmaster'];
const RECIPIENTS = ['victim@elsewhere.example', 'victim%elsewhere.example@stranger.example'];

export function opensRelay(before: Rules, after: Rules): boolean {
  const facts = new KnownFacts();
  return attempts().some((attempt) => {
    const was = evaluate(before, attempt, facts).verdict;
    const is = evaluate(after, attempt, facts).verdict;
    // What was not known before, and is not known now, has not changed.
    const refused = was === 'reject' || was === 'defer';
    return is === 'permit' ? was !== 'permit' : is === 'unknown' && refused;
  });
}

function attempts(): readonly Attempt[] {
  return CLIENTS.flatMap((clientAddress) =>
    NAMES.flatMap(([clientName, helo]) =>
      SENDERS.flatMap((sender) =>
        RECIPIENTS.map(
          (recipient): Attempt => ({
            ...{ stage: 'RCPT', clientAddress, clientName, helo, sender, recipient, recipientCount: 0 },
            reverseName: clientName === 'unknown' ? undefined : clientName,
            ...(clientName !== 'unknown' && { nameStatus: 'ok' as const }),
            ...{ account: '', encrypted: false, pipelining: false },
            certificate: { fingerprint: '', key: '', trusted: false },
          }),
        ),
      ),
    ),
  );
}
