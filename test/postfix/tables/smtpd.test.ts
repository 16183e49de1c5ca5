/** Match lists and tables as a running smtpd(8) has them: many of its doors, each with a list of its own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openMatchList } from '../../../src/postfix/tables/match-list.ts';
import { smtpdService } from '../../lab/master-cf.ts';
import { claimPort } from '../../lab/ports.ts';
import { Postfix } from '../../lab/postfix.ts';
import { skipWithout } from '../../lab/require.ts';
import { openSession } from '../../lab/smtp-client.ts';
import { AskedTables } from './asked-tables.ts';

const skip = skipWithout('postfix');

const FILES: Readonly<Record<string, string>> = {
  networks: '# all.example\n192.0.2.0/24, !198.51.100.7\n198.51.100.0/24\n',
  hash: '192.0.2.1 x\nexample.com x\n.example.net x\nCapital.example x\n',
  cidr: '192.0.2.0/24 x\n2001:db8::/32 x\n',
  pcre: '/^mail\\.example\\.com$/ x\n/^192\\.0/ y\n',
  twice: 'a@local.example x\nb@local.example y\nA@local.example z\n',
};

/** `FOLDER` stands for where the files are. */
const LISTS = [
  ...[
    '192.0.2.0/24',
    '!192.0.2.1, 192.0.2.0/24',
    '192.0.2.0/24, !192.0.2.1',
    '[2001:db8::]/32',
    '[2001:db8::/32] 192.0.2.1',
  ],
  ...[
    '192.0.2.9/24',
    '192.0.2.0/24, 198.51.100.1/24',
    'FOLDER/networks',
    '!FOLDER/networks, 0.0.0.0/0',
    'FOLDER/gone, 192.0.2.0/24',
  ],
  ...[
    'texthash:FOLDER/hash',
    'cidr:FOLDER/cidr',
    'pcre:FOLDER/pcre',
    '!pcre:FOLDER/pcre 0.0.0.0/0 [::]/0',
    'example.com, .example.net',
  ],
  ...[
    'fail:x, 192.0.2.0/24',
    '192.0.2.0/24, fail:x',
    'nonsense:x',
    'inline:{192.0.2.1=x}',
    'static:all',
    'mail.example.com # 0.0.0.0/0',
  ],
];

const CLIENTS: readonly (readonly [name: string | undefined, address: string])[] = [
  [undefined, '192.0.2.1'],
  ['mail.example.com', '203.0.113.5'],
  ['a.b.example.net', '198.51.100.7'],
  ['capital.example', '2001:db8::1'],
];

const folder = new AskedTables();
after(() => folder.end());

describe('mynetworks', { skip }, () => {
  let postfix: Postfix;
  const ports: number[] = [];
  let refused = 0;

  before(async () => {
    for (const _ of LISTS) ports.push(await claimPort());
    refused = await claimPort();
    for (const [name, text] of Object.entries(FILES)) folder.write(name, text);
    const doors = LISTS.map((list, i) =>
      smtpdService(ports[i]!, {
        mynetworks: list.replaceAll('FOLDER', folder.folder),
        smtpd_relay_restrictions: 'permit_mynetworks, reject',
        smtpd_recipient_restrictions: 'permit',
      }),
    );
    const twice = smtpdService(refused, {
      smtpd_relay_restrictions: `check_recipient_access texthash:${folder.folder}/twice, reject`,
    });
    postfix = await Postfix.start({
      services: [...doors, twice],
      parameters: { inet_protocols: 'all', smtpd_reject_unlisted_recipient: 'no' },
    });
  });
  after(() => postfix?.remove());

  for (const [i, written] of LISTS.entries())
    for (const [name, address] of CLIENTS)
      it(`${written}: ${name ?? 'unknown'} ${address}`, async () => {
        const session = await openSession(ports[i]!);
        const { code: known } = await session.become({ addr: address, ...(name !== undefined && { name }) });
        assert.equal(known, 220);
        await session.command('HELO client.example');
        await session.command('MAIL FROM:<a@example.org>');
        const { code } = await session.command('RCPT TO:<user@local.example>');
        await session.quit();
        const list = await openMatchList(
          written.replaceAll('FOLDER', folder.folder),
          { matching: 'client', parents: true },
          folder.world(),
        );
        const matched = list.match({ name: name ?? 'unknown', address });
        const expected = typeof matched === 'object' ? Object.keys(matched)[0] : matched;
        assert.equal({ 2: true, 4: 'failed', 5: false }[Math.floor(code / 100)], expected, `${code}`);
      });

  it('a texthash in which a key stands twice fails for every key', async () => {
    const session = await openSession(refused);
    await session.command('HELO client.example');
    await session.command('MAIL FROM:<a@example.org>');
    assert.equal((await session.command('RCPT TO:<b@local.example>')).code, 451);
    await session.quit();
  });
});
