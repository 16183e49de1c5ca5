/**
 * What lint says of names and values in lists of restrictions, and what a real smtpd makes of them: it does not start, or
 * refuses with a configuration error, or all is well. Each stands in a service of its own.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { files } from '../../src/restrictions/lint/files.ts';
import { names } from '../../src/restrictions/lint/names.ts';
import { liveReading } from './lint-reading.ts';
import { claimPort } from './ports.ts';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix');

/** What a client hears at RCPT; `dies`: the connection ends without a word. */
type Heard = 'dies' | 'refused' | 'fine';

const CASES: readonly (readonly [options: string, heard: Heard, ids: readonly string[]])[] = [
  ['-o smtpd_helo_required=no', 'fine', []],
  ['-o smtpd_helo_required=YES', 'fine', []],
  ['-o smtpd_helo_required=on', 'dies', ['yes-no-wanted']],
  ['-o smtpd_helo_required=', 'dies', ['yes-no-wanted']],
  ['-o smtpd_timeout=30sec', 'fine', []],
  ['-o {smtpd_timeout = 5 m}', 'dies', ['time-wanted']],
  ['-o smtpd_timeout=1y', 'dies', ['time-wanted']],
  ['-o smtpd_hard_error_limit=010', 'fine', []],
  ['-o smtpd_hard_error_limit=10x', 'dies', ['number-wanted']],
  ['-o smtpd_helo_required', 'dies', ['override-broken']],
  ['-o smtpd_helo_required = yes', 'dies', ['override-broken']],
  ['-o smtpd_client_restrictions=permit_mynetworks, reject', 'dies', ['override-broken']],
  ['-o smtpd_helo_required=yes # yes', 'dies', ['override-broken']],
  ['-o smtpd_client_restrictions=$nothing', 'fine', ['name-undefined']],
  ['-o {smtpd_client_restrictions = permit # all}', 'fine', ['comment-in-value']],
  [
    '-o {smtpd_client_restrictions = permit_naked # all}',
    'refused',
    ['comment-in-value', 'restriction-unknown'],
  ],
  ['-o smtpd_client_restrictions=permit_mynetwork', 'refused', ['restriction-unknown']],
  ['-o smtpd_client_restrictions=reject_rbl_client', 'fine', ['argument-missing']],
  ['-o {smtpd_client_restrictions = check_client_access reject}', 'refused', ['argument-missing']],
  ['-o {smtpd_client_restrictions = check_client_access /etc/x}', 'refused', ['table-without-type']],
  ['-o smtpd_client_restrictions=inline:{a=b}', 'fine', []],
  ['-o smtpd_client_restrictions=check_relay_domains', 'fine', ['restriction-removed']],
  ['-o smtpd_client_restrictions=reject_unknown_client', 'fine', ['restriction-renamed']],
  ['-o smtpd_restriction_classes=lost', 'dies', ['class-undefined']],
  ['-o smtpd_restriction_classes=known -o smtpd_client_restrictions=known', 'fine', []],
  ['-o smtpd_client_restrictions=known', 'refused', ['class-undefined']],
  ['-o smtpd_restriction_classes=round -o smtpd_client_restrictions=round', 'dies', ['class-recursion']],
  ['-o smtpd_restriction_classes=permit -o smtpd_client_restrictions=permit', 'fine', ['class-shadowed']],
];

describe('names and values, and smtpd', { skip, timeout: 120_000 }, () => {
  let postfix: Postfix;
  const ports: number[] = [];
  let heards: readonly Heard[];

  before(async () => {
    for (const _ of CASES) ports.push(await claimPort());
    postfix = await Postfix.start({
      parameters: {
        known: 'permit_mynetworks',
        round: 'round',
        permit: 'reject',
        smtpd_recipient_restrictions: 'permit_mynetworks, reject_unauth_destination',
        // Where a restriction is not asked, it cannot be wrong.
        smtpd_client_restrictions: '',
      },
      services: CASES.map(([options], i) => ({
        ...{ name: `127.0.0.1:${ports[i]}`, type: 'inet', private: false, command: `smtpd ${options}` },
      })),
    });
    heards = await Promise.all(ports.map(hear));
  });

  after(() => postfix.remove());

  for (const [i, [options, heard, ids]] of CASES.entries())
    it(options, async () => {
      const reading = liveReading(postfix.folder.config);
      const line = lineOf(reading.configuration.master.services, ports[i]!);
      const problems = [...(await files(reading)), ...(await names(reading))].filter(
        ({ id, place }) =>
          (place.file.endsWith('master.cf') && place.line === line) ||
          // It is told where the class is.
          (id === 'class-recursion' && options.includes('round')),
      );
      assert.deepEqual(problems.map(({ id }) => id).sort(), [...ids].sort());
      assert.equal(heards[i], heard);
    });
});

function lineOf(services: readonly { readonly name: string; readonly line: number }[], port: number): number {
  return services.find(({ name }) => name === `127.0.0.1:${port}`)!.line;
}

function hear(port: number): Promise<Heard> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      if (text === '')
        socket.write('EHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<root@local.example>\r\nQUIT\r\n');
      text += bytes.toString('latin1');
    });
    socket.setTimeout(8000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => done(/^(?:4|5)/m.test(text) ? 'refused' : /^221/m.test(text) ? 'fine' : 'dies'));
  });
}
