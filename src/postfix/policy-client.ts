/**
 * Asks a policy service as smtpd(8) does (SMTPD_POLICY_README): `unix:private/policy` below the queue directory,
 * `inet:127.0.0.1:10023`. One question, one answer, `action=...`.
 */
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';

/** Bytes of an answer; a service that says more is not listened to. */
const LONGEST = 16_384;

export interface PolicyOptions {
  readonly queueDirectory: string;
  /** Milliseconds. */
  readonly patience: number;
}

/** @returns the action; undefined: nobody answered, or not in this protocol */
export function askPolicy(
  service: string,
  request: string,
  options: PolicyOptions,
): Promise<string | undefined> {
  const socket = connect(service, options.queueDirectory);
  if (socket === undefined) return Promise.resolve(undefined);
  return new Promise((done) => {
    let answer = '';
    const end = (action?: string): void => {
      socket.destroy();
      done(action);
    };
    socket.setTimeout(options.patience, () => end());
    socket.on('error', () => end());
    socket.on('close', () => end());
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString();
      if (answer.length > LONGEST) return end();
      const blank = answer.indexOf('\n\n');
      if (blank < 0) return;
      end(/^action=(.*)$/m.exec(answer.slice(0, blank))?.[1]);
    });
    socket.write(request);
  });
}

function connect(service: string, queueDirectory: string): Socket | undefined {
  const colon = service.indexOf(':');
  const kind = service.slice(0, colon);
  const at = service.slice(colon + 1);
  if (kind === 'unix') return createConnection({ path: at.startsWith('/') ? at : join(queueDirectory, at) });
  if (kind !== 'inet') return undefined;
  const last = at.lastIndexOf(':');
  const port = Number(at.slice(last + 1));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  const host = last < 0 ? '' : at.slice(0, last).replace(/^\[|\]$/g, '');
  return createConnection({ port, host: host || '127.0.0.1' });
}
