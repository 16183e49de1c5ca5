/** Restrictions that ask a policy service: what a real smtpd makes of its answers, and what Sekisho does, which asks it too. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { tableWorld, thisMachine } from '../../src/cli/table-world.ts';
import { askPolicy } from '../../src/postfix/policy-client.ts';
import { readConfiguration } from '../../src/postfix/read.ts';
import { policyRequest } from '../../src/restrictions/attributes.ts';
import { compileRules } from '../../src/restrictions/compile.ts';
import { evaluateAsking, KnownFacts } from '../../src/restrictions/facts-known.ts';
import type { Rules } from '../../src/restrictions/rules.ts';
import { Settings } from '../../src/restrictions/settings.ts';
import { claimPort } from './ports.ts';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { attemptOf, type Plan, play } from './restrictions/sessions.ts';

const skip = skipWithout('postfix');

/** By the local part of the recipient. */
const ANSWERS: Readonly<Record<string, string>> = {
  dunno: 'DUNNO',
  ok: 'OK',
  refused: 'REJECT not today',
  status: '550 5.7.26 SPF says no',
  later: 'DEFER_IF_PERMIT 4.7.5 greylisted',
  maybe: 'DEFER_IF_REJECT wait',
  prepend: 'PREPEND Received-SPF: pass',
  restriction: 'reject_non_fqdn_sender',
  nonsense: 'nonsense',
  empty: '',
  silent: '<hang up>',
  wrong: '<no action>',
};

const PLAN: Plan = {
  client: { addr: '203.0.113.10', name: 'mx.good.example' },
  helo: 'mx.good.example',
  sender: { wire: 'lonely', plain: 'lonely' },
  recipient: { wire: '', plain: '' },
  account: '',
};

function serve(port: number): Promise<Server> {
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      text += bytes.toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const asked = text.slice(0, end);
        text = text.slice(end + 2);
        const answer = ANSWERS[/^recipient=([^@\n]*)/m.exec(asked)?.[1] ?? ''] ?? 'DUNNO';
        if (answer === '<hang up>') socket.destroy();
        else socket.write(answer === '<no action>' ? 'reaction=OK\n\n' : `action=${answer}\n\n`);
      }
    });
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)));
}

describe('check_policy_service, as a real smtpd', { skip, timeout: 180_000 }, () => {
  let postfix: Postfix;
  let server: Server;
  let rules: Rules;
  let queueDirectory: string;
  const doors: Record<string, number> = {};

  before(async () => {
    const port = await claimPort();
    const dead = await claimPort();
    server = await serve(port);
    const names = {
      plain: `inet:127.0.0.1:${port}`,
      safe: `{ inet:127.0.0.1:${port}, default_action=DUNNO }`,
      dead: `inet:127.0.0.1:${dead}`,
    };
    const services = [];
    for (const [name, service] of Object.entries(names)) {
      doors[name] = await claimPort();
      services.push({
        name: `127.0.0.1:${doors[name]}`,
        type: 'inet' as const,
        private: false,
        command: 'smtpd',
        options: {
          smtpd_recipient_restrictions: `reject_unauth_destination, check_policy_service ${service}`,
        },
      });
    }
    postfix = await Postfix.start({
      services,
      parameters: {
        smtpd_relay_restrictions: '',
        local_recipient_maps: '',
        local_transport: 'discard',
        smtpd_policy_service_timeout: '3s',
        smtpd_policy_service_retry_delay: '1s',
        smtpd_policy_service_try_limit: '1',
      },
    });
  });

  after(async () => {
    await postfix.remove();
    server.close();
  });

  for (const door of ['plain', 'safe', 'dead'])
    it(`${Object.keys(ANSWERS).length} answers, ${door}`, async () => {
      const configuration = readConfiguration(postfix.folder.config);
      const service = configuration.master.services.find(({ name }) => name === `127.0.0.1:${doors[door]}`)!;
      const settings = new Settings(configuration, service);
      queueDirectory = settings.text('queue_directory');
      const world = tableWorld(postfix.folder.config, settings, true);
      rules = await compileRules(configuration, { world, service, ...thisMachine() });
      for (const local of Object.keys(ANSWERS)) {
        const address = `${local}@local.example`;
        const plan = { ...PLAN, recipient: { wire: address, plain: address } };
        const outcome = await play(doors[door]!, plan);
        const said = outcome!.reply.code < 400 ? 'permit' : `${outcome!.reply.code} ${outcome!.reply.text}`;
        const evaluation = await evaluateAsking(rules, attemptOf(plan, 'RCPT'), new KnownFacts(), {
          policy: (name, attempt) =>
            askPolicy(name, policyRequest(attempt), { queueDirectory, patience: 3000 }),
        });
        const { verdict, reply } = evaluation;
        const ours = verdict === 'permit' ? 'permit' : `${reply?.code} ${reply?.dsn} ${reply?.text}`;
        assert.equal(ours, said, address);
      }
    });
});
