/**
 * An after-queue content filter as amavis is one (FILTER_README): takes a message from Postfix by SMTP, gives
 * it back by SMTP on the re-entry port with the first client's name and address (XFORWARD), and answers
 * Postfix with what the re-entry port said.
 */
import { openSession } from './smtp-client.ts';
import { type Envelope, startSmtpServer } from './smtp-server.ts';

export interface ContentFilter {
  readonly port: number;
  /** Queue ids that the re-entry port gave. */
  readonly reinjected: string[];
  /** What Postfix handed over, whole messages, and how often the re-entry port was called for it. */
  readonly seen: string[];
  connections(): number;
  stop(): Promise<void>;
}

/** Starts a filter that passes everything on to `reentryPort` unchanged but for one header line. */
export async function startContentFilter(reentryPort: number): Promise<ContentFilter> {
  const reinjected: string[] = [];
  const seen: string[] = [];
  const server = await startSmtpServer({
    async message(content, envelope) {
      seen.push(content);
      const reply = await reinject(reentryPort, content, envelope);
      const queueId = /queued as (\w+)/.exec(reply)?.[1];
      if (queueId) reinjected.push(queueId);
      const code = reply.startsWith('2') ? '250 2.0.0' : '451 4.5.0';
      return `${code} from MTA(smtp:[127.0.0.1]:${reentryPort}): ${reply}`;
    },
  });
  return { port: server.port, reinjected, seen, connections: () => seen.length, stop: server.stop };
}

async function reinject(port: number, content: string, envelope: Envelope): Promise<string> {
  const session = await openSession(port);
  try {
    await session.command('EHLO filter.example');
    const attributes = Object.entries(envelope.xforward).filter(([name]) => name !== 'SOURCE');
    if (attributes.length > 0) {
      await session.command(`XFORWARD ${attributes.map((pair) => pair.join('=')).join(' ')}`);
    }
    await session.command(`MAIL FROM:<${envelope.sender}>`);
    for (const recipient of envelope.recipients) await session.command(`RCPT TO:<${recipient}>`);
    await session.command('DATA');
    const reply = await session.message(`X-Lab-Filter: passed\n${content}`);
    await session.quit();
    return `${reply.code} ${reply.text}`;
  } finally {
    session.drop();
  }
}
