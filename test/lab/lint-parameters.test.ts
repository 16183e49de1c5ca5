// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/**
 * What lint says of names of parameters, held to postconf(1) of the installed Postfix: which names exist, which are set for
 * nobody (`unused parameter`), which are named and set by nobody (`undefined parameter`).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { readConfiguration } from '../../src/postfix/read.ts';
import type { LintWorld } from '../../src/restrictions/lint/family.ts';
import { files } from '../../src/restrictions/lint/files.ts';
import { RENAMED_PARAMETERS, SINCE } from '../../src/restrictions/lint/old-parameters.ts';
import { PARAMETER_NAMES } from '../../src/restrictions/lint/parameter-names.ts';
import { serviceNamed } from '../../src/restrictions/lint/parameters.ts';
import { readingOf } from '../../src/restrictions/lint/reading.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix');

const SERVICES = `slow unix - - y - - smtp
spf unix - n n - 0 spawn user=nobody argv=/bin/true
`;
/** None of it looks beyond main.cf and master.cf. */
const NO_WORLD = {} as LintWorld;

describe('names of parameters', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sekisho-lab-names-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (main: string, master: string): void => {
    writeFileSync(join(folder, 'main.cf'), `compatibility_level = 3.6\n${main}`);
    writeFileSync(join(folder, 'master.cf'), master);
  };
  const postconf = (...args: string[]) => {
    const { stdout, stderr } = spawnSync('postconf', ['-c', folder, ...args], { encoding: 'utf8' });
    return { stdout, stderr };
  };

  it('every name that is built in is known, and a name that is not is newer, or an old one', () => {
    write('', '');
    const builtIn = new Set([...postconf('-d').stdout.matchAll(/^(\S+) =/gm)].map(([, name]) => name!));
    assert.ok(builtIn.size > 700);
    assert.deepEqual(
      [...builtIn].filter((name) => !PARAMETER_NAMES.has(name) && serviceNamed(name) === undefined),
      [],
    );
    const others = [...PARAMETER_NAMES].filter((name) => !builtIn.has(name));
    assert.deepEqual(
      others.filter(
        (name) => !SINCE.has(name) && !RENAMED_PARAMETERS.has(name) && !/requiretls|reject_filter/.test(name),
      ),
      [],
    );
  });

  const OWN = ['mine', 'yours', 'strict'];
  const MISTAKES = [
    'smtpd_helo_require',
    'people_server_host',
    'uucp_destination_recipient_limit',
    'no_such_thing',
  ];
  const REAL = ['mydestination', 'smtpd_banner', 'relay_domains', 'virtual_alias_maps', 'default_rbl_reply'];
  // postconf warns of names in a branch that is not taken, too; lint of what is asked for.
  const word = fc.constantFrom(
    ...[
      'a.example',
      '$mine',
      '${yours}',
      '$(mine)',
      '${mine?{$myhostname}:{x}}',
      '${yours:{$mydomain}}',
      '$$mine',
    ],
    ...['ldap:people', 'proxy:ldap:people', '$nothing', '${nope?y}', '$myhostname', 'strict', '$strict'],
  );
  const values = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const settings = fc.record(
    {
      ...Object.fromEntries(REAL.map((name) => [name, values])),
      ...Object.fromEntries([...OWN, ...MISTAKES].map((name) => [name, fc.constant('1')])),
      slow_destination_rate_delay: fc.constant('1s'),
      spf_time_limit: fc.constant('1h'),
      fast_destination_rate_delay: fc.constant('1s'),
      virtual_maps: fc.constant('hash:/etc/x'),
      postscreen_dnsbl_ttl: fc.constant('1'),
      smtpd_restriction_classes: fc.constant('strict'),
    },
    { requiredKeys: [] },
  );
  const overrides = fc.constantFrom(
    ...['smtpd_sender_restrictions=$mua_list', 'smtpd_sender_restrictions=$mine', 'smtpd_helo_require=yes'],
    ...['theirs=reject', 'theirs=reject -o smtpd_sender_restrictions=$theirs', 'smtpd_helo_required=yes'],
  );

  it('what is unused and what is undefined, as postconf tells', async () => {
    await fc.assert(
      fc.asyncProperty(settings, overrides, async (set, override) => {
        const main = Object.entries(set).map(([name, value]) => `${name} = ${value}\n`);
        write(main.join(''), `smtp inet n - y - - smtpd -o ${override}\n${SERVICES}`);
        const told = postconf('-n').stderr + postconf('-P').stderr;
        const theirs = [...told.matchAll(/(unused|undefined) parameter: ([\w-]+)/g)]
          .map(([, what, name]) => `${what} ${name}`)
          // A class without a value is told by another family.
          .filter((each) => !(each === 'undefined strict' && set.smtpd_restriction_classes !== undefined));
        const ours = [...(await files(readingOf(readConfiguration(folder), NO_WORLD)))].flatMap(
          ({ id, parameter, values: { name } }) =>
            /^parameter-(?:misspelled|unknown|too-new)$/.test(id)
              ? [`unused ${parameter}`]
              : id === 'name-undefined' && name !== 'strict'
                ? [`undefined ${name}`]
                : id === 'name-undefined' && set.smtpd_restriction_classes === undefined
                  ? ['undefined strict']
                  : [],
        );
        assert.deepEqual([...new Set(ours)].sort(), [...new Set(theirs)].sort());
      }),
      { numRuns: Number(process.env.RUNS ?? 12), endOnFailure: true },
    );
  });
});
