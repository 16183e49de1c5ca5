/**
 * SPF with everything that belongs to it: a local name server (unbound) is asked for each verdict anew, by Sekisho, by
 * policyd-spf as Postfix runs it (its policy protocol on standard input; Debian: postfix-policyd-spf-python), and by mailauth
 * over Node's own resolver, in turn in one run; then Sekisho with its own memory of DNS. Root is needed, for port 53.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spf as mailauth } from 'mailauth/lib/spf/index.js';
import { stubResolver } from '../src/dns/stub.ts';
import { Spf } from '../src/spf/spf.ts';
import { makeFolder, removeFolder } from '../test/lab/daemon.ts';
import { startResolver } from '../test/lab/dns.ts';
import { isInstalled } from '../test/lab/require.ts';
import type { Zone } from '../test/spf/zone.ts';
import { CASES, pace, REQUEST, tell } from './spf-cases.ts';

/** Checks a round: each asks the server anew. */
const COUNT = 1_000;

/** What is missing here, as a sentence; undefined: nothing. */
export function missing(): string | undefined {
  const programs = [
    ['unbound', 'unbound'],
    ['policyd-spf', 'postfix-policyd-spf-python'],
    ['unshare', 'util-linux'],
  ].filter(([program]) => !isInstalled(program!));
  if (programs.length > 0)
    return `policyd-spf is left out: apt-get install ${programs.map(([, name]) => name).join(' ')}`;
  return process.getuid?.() === 0 ? undefined : 'policyd-spf is left out: it needs root';
}

export async function benchServer(rounds: number): Promise<void> {
  for (const [name, zone] of CASES) {
    const server = await startResolver({ records: recordsOf(zone) });
    const servers = [{ address: server.address, port: 53 }];
    const [asking, remembering] = [stubResolver({ servers, cache: false }), stubResolver({ servers })];
    const system = new Resolver();
    system.setServers([server.address]);
    const policyd = new Policyd(server.resolvConf);
    try {
      const fresh = (resolver: typeof asking) => {
        const spf = new Spf(resolver, { keep: 0 });
        return async (): Promise<string> => (await spf.check(REQUEST)).result;
      };
      const theirs = async (): Promise<string> => {
        const options = { ...REQUEST, mta: 'mx.test', strict: true };
        return (await mailauth({ ...options, resolver: system.resolve.bind(system) })).status.result;
      };
      const ways: Readonly<Record<string, () => Promise<number>>> = {
        Sekisho: () => pace(COUNT, fresh(asking)),
        'policyd-spf': () => pace(COUNT / 10, () => policyd.check()),
        mailauth: () => pace(COUNT, theirs),
        'Sekisho, DNS remembered': () => pace(COUNT * 10, fresh(remembering)),
      };
      const paces: Record<string, number[]> = {};
      for (let round = -1; round < rounds; round++)
        for (const [way, measure] of Object.entries(ways)) {
          const measured = await measure();
          // The first round warms them.
          if (round >= 0) paces[way] = [...(paces[way] ?? []), measured];
        }
      tell(`${name}, over unbound`, paces);
    } finally {
      policyd.stop();
      for (const resolver of [asking, remembering]) resolver.close();
      system.cancel();
      await server.stop();
    }
  }
}

/** One policyd-spf, as Postfix's spawn(8) has it, with a resolv.conf of its own. */
class Policyd {
  readonly #folder = makeFolder('policyd');
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];
  #asked = 0;

  constructor(resolvConf: string) {
    const settings = join(this.#folder, 'policyd-spf.conf');
    // The sender's domain alone, as the others do.
    const lines = ['debugLevel = 0', 'HELO_reject = No_Check', 'Mail_From_reject = Fail', 'TestOnly = 1'];
    writeFileSync(settings, `${lines.join('\n')}\n`);
    const script = 'mount --bind "$0" /etc/resolv.conf && exec policyd-spf "$1"';
    this.#process = spawn('unshare', ['-m', 'sh', '-c', script, resolvConf, settings], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: this.#process.stdout! }).on('line', (line) => {
      if (line !== '') this.#waiting.shift()?.(line);
    });
  }

  async check(): Promise<string> {
    const { ip, sender, helo } = REQUEST;
    const answer = new Promise<string>((done) => this.#waiting.push(done));
    this.#process.stdin!.write(
      [
        ...[
          'request=smtpd_access_policy',
          'protocol_state=RCPT',
          `client_address=${ip}`,
          `helo_name=${helo}`,
        ],
        ...[`sender=${sender}`, 'recipient=bob@example.net', `instance=${++this.#asked}.bench`, '', ''],
      ].join('\n'),
    );
    return /^action=prepend Received-SPF: (\w+)/i.exec(await answer)?.[1]?.toLowerCase() ?? 'nothing';
  }

  stop(): void {
    this.#process.stdin!.end();
    this.#process.kill();
    removeFolder(this.#folder);
  }
}

function recordsOf(zone: Zone): string[] {
  return Object.entries(zone).flatMap(([name, own]) =>
    Object.entries(typeof own === 'string' ? {} : own).flatMap(([type, records]) =>
      records.map((record) => {
        if (type === 'TXT') return `${name}. TXT "${record}"`;
        if (type !== 'MX') return `${name}. ${type} ${record}`;
        const { preference, exchange } = record as { preference: number; exchange: string };
        return `${name}. MX ${preference} ${exchange}.`;
      }),
    ),
  );
}
