/**
 * Whether a change would let strangers send through this server to strangers who could not before. Tried by those whom nothing
 * else would stop: their names and domains are in order, and no list has them.
 */
import type { Answer, RecordType } from '../../dns/resolver.ts';
import type { Attempt } from '../attempt.ts';
import { evaluate } from '../evaluate.ts';
import type { Facts } from '../facts.ts';
import type { Rules } from '../rules.ts';

/** Of networks for documentation: nobody's. */
const CLIENTS = ['192.0.2.77', '203.0.113.77', '2001:db8::77'];
const SENDERS = ['', 'someone@stranger.example', 'postmaster'];
const RECIPIENTS = ['victim@elsewhere.example', 'victim%elsewhere.example@stranger.example'];
const NAME = 'mx.stranger.example';

/** @param lets what services and tables say that cannot be asked here */
function worldOf(lets: boolean): Facts {
  return {
    listing: () => 'clear',
    // Every name is there, in every type that is asked for.
    dns: <T extends RecordType>(_: string, type: T) =>
      ({ status: 'found', ttl: 60, records: [RECORDS[type] ?? NAME] }) as Answer<T>,
    table: () => (lets ? { found: 'OK' } : 'absent'),
    policy: () => (lets ? 'OK' : 'DUNNO'),
    verification: () => ({ status: 'deliverable', text: '' }),
  };
}

const RECORDS: Partial<Record<RecordType, unknown>> = {
  A: '192.0.2.77',
  AAAA: '2001:db8::77',
  MX: { preference: 10, exchange: NAME },
};

export function opensRelay(before: Rules, after: Rules): boolean {
  return [worldOf(false), worldOf(true)].some((facts) =>
    attempts().some((attempt) => {
      const permits = (rules: Rules): boolean => evaluate(rules, attempt, facts).verdict === 'permit';
      return permits(after) && !permits(before);
    }),
  );
}

function attempts(): readonly Attempt[] {
  return CLIENTS.flatMap((clientAddress) =>
    SENDERS.flatMap((sender) =>
      RECIPIENTS.map(
        (recipient): Attempt => ({
          ...{ stage: 'RCPT', clientAddress, clientName: NAME, reverseName: NAME, nameStatus: 'ok' },
          ...{ helo: NAME, sender, recipient, recipientCount: 0, account: '' },
          ...{ encrypted: true, pipelining: false },
          certificate: { fingerprint: '', key: '', trusted: false },
        }),
      ),
    ),
  );
}
