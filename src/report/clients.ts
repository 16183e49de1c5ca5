/** Who connects to the mail server: every client of a log, how often it came, was refused and was let in. */
import { SekishoError } from '../config/error.ts';
import { Correlator } from '../maillog/correlate/correlator.ts';
import { isLoopback } from '../maillog/correlate/message.ts';
import type { Observer } from '../maillog/correlate/observer.ts';
import { newCoverage, readLog } from '../maillog/read.ts';
import { readChunks } from '../maillog/source/chunks.ts';
import { withoutCopies } from '../maillog/source/copies.ts';
import { discoverLogs } from '../maillog/source/discover.ts';
import { type Row, Tally, top } from '../tally/tally.ts';

export interface Client extends Row {
  /** Its address. */
  readonly key: string;
  /** Connections, or what was refused and accepted where the log has more of that. */
  count: number;
  /** Refusals, by smtpd, postscreen, a milter or a filter. */
  refused: number;
  /** Messages. */
  accepted: number;
  smtpd: number;
  postscreen: number;
}

export interface Clients {
  /** The most frequent first. */
  readonly clients: readonly Client[];
  /** By how much a count may be too low. */
  readonly floor: number;
  readonly failed: readonly { readonly name: string; readonly error: SekishoError }[];
}

/** @param progress as of `readPass`: bytes of text read, of how many; 0 where nobody knows */
export async function clientsOf(
  logs: readonly string[],
  now: number,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Clients> {
  const { sources: found, failed: missing } = await discoverLogs(logs, { now });
  const failed = [...missing];
  const { sources } = await withoutCopies(found);
  const rows = new Tally<Client>(newClient);
  const correlator = new Correlator(observe(rows));
  const all = sources.every(({ kind, compression }) => kind === 'file' && compression === 'none')
    ? sources.reduce((sum, { size }) => sum + size, 0)
    : 0;
  let done = 0;
  for (const source of sources) {
    correlator.nextLog();
    try {
      await readLog(source, readChunks(source), {
        correlator,
        coverage: newCoverage(),
        progress: (bytes) => {
          done += bytes;
          progress(done, all);
        },
      });
    } catch (error) {
      if (!(error instanceof SekishoError)) throw error;
      failed.push({ name: source.name, error });
    }
  }
  correlator.finish();
  const { list } = top(rows.values(), Number.POSITIVE_INFINITY, ({ count }) => count);
  return { clients: list, floor: rows.floor, failed };
}

function newClient(key: string): Client {
  return { key, count: 0, refused: 0, accepted: 0, smtpd: 0, postscreen: 0 };
}

function observe(rows: Tally<Client>): Observer {
  const count = (address: string, what: 'refused' | 'accepted' | 'smtpd' | 'postscreen'): void => {
    if (address === '' || address === 'unknown' || isLoopback(address)) return;
    const row = rows.row(address);
    row[what]++;
    row.count = Math.max(row.smtpd, row.postscreen, row.refused + row.accepted);
  };
  const nothing = (): void => undefined;
  return {
    received: (message) => count(message.clientAddress, 'accepted'),
    delivery: nothing,
    expired: nothing,
    notification: nothing,
    session: nothing,
    other(_entry, event) {
      if (event.kind === 'connect') count(event.address, 'smtpd');
      else if (event.kind === 'postscreen' && event.what === 'CONNECT') count(event.address, 'postscreen');
      else if (event.kind === 'reject' && event.action === 'reject') count(event.address, 'refused');
    },
  };
}
