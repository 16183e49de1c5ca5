/**
 * Logins for smtpd without Dovecot: the server's half of Dovecot's authentication protocol 1.1 with PLAIN and
 * LOGIN (SASL_README, `smtpd_sasl_type = dovecot`, `smtpd_sasl_path = inet:127.0.0.1:PORT`). Password
 * failures are real to Postfix and appear in its log as such.
 */
import { createServer, type Socket } from 'node:net';
import { claimPort } from './ports.ts';

export interface SaslServer {
  readonly port: number;
  /** main.cf parameters that make smtpd ask this server. */
  readonly parameters: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts a server that knows these accounts and their passwords. */
export async function startSaslServer(accounts: Record<string, string>): Promise<SaslServer> {
  const port = await claimPort();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, accounts);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    port,
    parameters: {
      smtpd_sasl_auth_enable: 'yes',
      smtpd_sasl_type: 'dovecot',
      smtpd_sasl_path: `inet:127.0.0.1:${port}`,
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}

const HELLO = [
  'VERSION\t1\t1',
  'MECH\tPLAIN\tplaintext',
  'MECH\tLOGIN\tplaintext',
  'SPID\t1',
  'CUID\t1',
  'COOKIE\t00000000000000000000000000000000',
  'DONE',
].join('\n');

function serve(socket: Socket, accounts: Record<string, string>): void {
  const names = new Map<string, string>();
  let waiting = '';
  const say = (...fields: string[]): void => void socket.write(`${fields.join('\t')}\n`);
  const ask = (id: string, prompt: string): void => say('CONT', id, Buffer.from(prompt).toString('base64'));
  const judge = (id: string, user: string, password: string): void => {
    if (Object.hasOwn(accounts, user) && accounts[user] === password) say('OK', id, `user=${user}`);
    else say('FAIL', id, `user=${user}`);
  };
  say(HELLO);
  socket.on('data', (bytes) => {
    const lines = (waiting + bytes.toString()).split('\n');
    waiting = lines.pop()!;
    for (const line of lines) {
      const [verb, id = '', ...rest] = line.split('\t');
      if (verb === 'AUTH' && rest[0] === 'LOGIN') {
        ask(id, 'Username:');
      } else if (verb === 'AUTH') {
        const response = rest.find((field) => field.startsWith('resp='))?.slice(5) ?? '';
        const [, user = '', password = ''] = decode(response).split('\0');
        judge(id, user, password);
      } else if (verb === 'CONT') {
        const text = decode(rest[0] ?? '');
        const user = names.get(id);
        if (user === undefined) {
          names.set(id, text);
          ask(id, 'Password:');
        } else {
          names.delete(id);
          judge(id, user, text);
        }
      }
    }
  });
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
