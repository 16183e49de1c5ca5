/**
 * What lint says of programs, services, sizes and domains, and what a real Postfix makes of them: whom lint blames Postfix
 * refuses to work with, and nobody else.
 */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Family, LintProblem } from '../../src/restrictions/lint/family.ts';
import { identity } from '../../src/restrictions/lint/identity.ts';
import { master } from '../../src/restrictions/lint/master.ts';
import { pipe } from '../../src/restrictions/lint/pipe.ts';
import { liveReading } from './lint-reading.ts';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix');

async function ask(family: Family, { folder }: Postfix): Promise<readonly LintProblem[]> {
  return [...(await family(liveReading(folder.config)))];
}

describe('pipe(8)', { skip, timeout: 120_000 }, () => {
  let postfix: Postfix;
  let folder: string;
  let program: string;
  let count = 0;

  before(async () => {
    postfix = await Postfix.start({
      parameters: { transport_maps: 'inline:{ take.example=take: }' },
      services: [
        {
          name: 'take',
          type: 'unix',
          unprivileged: false,
          command: 'pipe flags=R user=nobody:nogroup argv=/take',
        },
      ],
      aliases: '',
      before: (config) => {
        folder = join(config, '../programs/of/take');
        program = join(folder, 'take');
        mkdirSync(folder, { recursive: true });
        const file = join(config, 'master.cf');
        writeFileSync(file, readFileSync(file, 'utf8').replace('argv=/take', `argv=${program}`));
      },
    });
  });

  after(() => postfix.remove());

  /** What Postfix says of a message to the program. */
  async function deliver(): Promise<string> {
    const user = `m${++count}`;
    await postfix.sendmail('ann@local.example', [`${user}@take.example`], 'Subject: x\n\nx\n');
    return postfix.waitForLog(new RegExp(`to=<${user}@take\\.example>.*status=`));
  }

  const cases: readonly (readonly [string, () => void, RegExp | undefined])[] = [
    ['a program that may be started', () => undefined, undefined],
    ['a folder that nobody may enter', () => chmodSync(join(folder, '..'), 0o700), /Permission denied/],
    ['a folder that a group of others may enter', () => chmodSync(folder, 0o710), /Permission denied/],
    [
      'a folder that its group may enter',
      () => {
        chownSync(folder, 0, 65534);
        chmodSync(folder, 0o710);
      },
      undefined,
    ],
    ['a program that nobody may start', () => chmodSync(program, 0o644), /Permission denied/],
    ['a script that nobody may read', () => chmodSync(program, 0o711), /Permission denied|cannot open/i],
    [
      'a script without its interpreter',
      () => writeFileSync(program, '#!/usr/bin/no-such-shell\n'),
      /No such file/,
    ],
    ['a script with an argument', () => writeFileSync(program, '#! /bin/sh -e\ncat >/dev/null\n'), undefined],
  ];
  for (const [name, change, expected] of cases)
    it(name, async () => {
      writeFileSync(program, '#!/bin/sh\ncat >/dev/null\n');
      chmodSync(program, 0o755);
      for (const each of [join(folder, '..'), folder]) {
        chmodSync(each, 0o755);
        chownSync(each, 0, 0);
      }
      change();
      const said = await deliver();
      const blamed = (await ask(pipe, postfix)).filter(({ id }) => id.startsWith('program-'));
      if (expected === undefined) {
        assert.match(said, /status=sent/);
        assert.deepEqual(blamed, []);
      } else {
        assert.match(said, expected);
        assert.equal(blamed.length, 1);
        assert.equal(blamed[0]!.id, /No such file/.test(said) ? 'program-missing' : 'program-closed');
      }
    });
});

const PROGRAMS = [
  ...['anvil', 'bounce', 'cleanup', 'dnsblog', 'error', 'flush', 'pipe', 'postscreen', 'local', 'scache'],
  ...['showq', 'smtp', 'spawn', 'tlsmgr', 'tlsproxy', 'trivial-rewrite', 'verify', 'virtual'],
];

describe('services', { skip, timeout: 60_000 }, () => {
  let postfix: Postfix;

  before(async () => {
    postfix = await Postfix.start({
      parameters: { virtual_mailbox_base: '/var/empty' },
      services: PROGRAMS.flatMap((command) =>
        (['-', '0', '1'] as const).flatMap((limit) =>
          [true, false].map((unprivileged) => ({
            name: `t${limit === '-' ? 'x' : limit}${unprivileged ? 'u' : 'p'}-${command}`,
            ...{ type: 'unix' as const, unprivileged, limit, command },
          })),
        ),
      ),
    });
  });

  after(() => postfix.remove());

  it('Postfix does not start those that lint blames, and starts the others', async () => {
    const blamed = (await ask(master, postfix))
      .filter(({ id }) => id === 'process-limit' || id === 'needs-privileges')
      .map(({ service }) => service!.name);
    const private_ = join(postfix.folder.root, 'queue/private');
    const names = PROGRAMS.flatMap((command) =>
      ['x', '0', '1'].flatMap((limit) => ['u', 'p'].map((rights) => `t${limit}${rights}-${command}`)),
    );
    for (const name of names)
      await new Promise<void>((done) => {
        const socket = connect(join(private_, name));
        socket.once('error', () => done());
        socket.once('connect', () =>
          setTimeout(() => {
            socket.destroy();
            done();
          }, 5),
        );
      });
    const refused = (): string[] => [
      ...new Set(
        [...postfix.log().matchAll(/fatal: service (\S+) requires (?:a process limit|privileged)/g)].map(
          (m) => m[1]!,
        ),
      ),
    ];
    for (let i = 0; i < 60 && refused().length < new Set(blamed).size; i++)
      await new Promise((done) => setTimeout(done, 250));
    assert.deepEqual([...new Set(blamed)].toSorted(), refused().toSorted());
  });
});

describe('sizes', { skip, timeout: 120_000 }, () => {
  const SIZES: readonly (readonly [mailbox: string, message: string])[] = [
    ['1000000', '10240000'],
    ['10240000', '10240000'],
    ['51200000', '0'],
    ['0', '0'],
  ];
  for (const [mailbox, message] of SIZES)
    it(`mailboxes of ${mailbox}, messages of ${message}`, async () => {
      const postfix = await Postfix.start({
        parameters: { mailbox_size_limit: mailbox, message_size_limit: message },
      });
      try {
        await postfix.sendmail('ann@local.example', ['postmaster@local.example'], 'Subject: x\n\nx\n');
        const line = await postfix.waitForLog(
          /status=(?:sent|bounced|deferred)|local\[\d+\]: fatal: configuration error/,
        );
        const blamed = (await ask(identity, postfix)).some(({ id }) => id === 'size-limits');
        assert.equal(blamed, /fatal/.test(line), line);
      } finally {
        await postfix.remove();
      }
    });
});

describe('domains', { skip, timeout: 60_000 }, () => {
  let postfix: Postfix;

  before(async () => {
    postfix = await Postfix.start({
      parameters: {
        mydestination: 'local.example, both.example',
        virtual_alias_domains: 'alias.example, both.example',
        virtual_alias_maps: 'inline:{bob@alias.example=root@local.example}',
        virtual_mailbox_domains: 'box.example, alias.example',
        virtual_mailbox_maps: 'static:x',
        relay_domains: 'relay.example, box.example',
        ...Object.fromEntries(
          ['local', 'virtual', 'relay', 'default'].map((of) => [`${of}_transport`, 'discard']),
        ),
      },
    });
  });

  after(() => postfix.remove());

  it('domains that Postfix warns of are those that lint names', async () => {
    const names = ['alias', 'both', 'box', 'relay', 'local'];
    for (const name of names)
      await postfix.sendmail('ann@local.example', [`ann@${name}.example`], 'Subject: x\n\nx\n');
    await postfix.waitForLog(/do not list domain box\.example/);
    await postfix.waitUntilIdle();
    const warned = [...postfix.log().matchAll(/do not list domain (\S+) in BOTH (\S+) and (\S+)/g)].map(
      ([, domain, first, second]) => `${domain} ${first} ${second}`,
    );
    const told = (await ask(identity, postfix))
      .filter(({ id }) => id === 'domain-twice')
      .map(({ values }) => `${values.domain} ${values.first} ${values.second}`);
    assert.deepEqual([...new Set(warned)].toSorted(), told.toSorted());
  });
});
