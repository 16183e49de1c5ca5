/** A configuration that Postfix would not start with is refused, with its place and without secrets. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orRefuse, refuseBroken, refuseExpansion } from '../../src/cli/broken.ts';
import { SekishoError } from '../../src/config/error.ts';
import { type Configuration, effective } from '../../src/postfix/configuration.ts';
import { ExpansionError } from '../../src/postfix/expand.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';

const configuration = (main: string, master = ''): Configuration => ({
  main: readMainCf(main, 'main.cf'),
  master: readMasterCf(master, 'master.cf'),
  defaults: new Map(),
});

function told(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof SekishoError, String(error));
    assert.deepEqual([error.code, error.exitCode], ['postfix-config', 3]);
    return error.message;
  }
  return '';
}

describe('refuseBroken', () => {
  const table: readonly (readonly [main: string, master: string, message: string])[] = [
    ['a = b\n', 'smtp inet n - y - - smtpd\n', ''],
    ['a = b\nno equals\n', '', 'main.cf, line 2: Postfix cannot read "no equals"'],
    ['\n\n= value\n', '', 'main.cf, line 3: Postfix cannot read "= value"'],
    ['a = b\n', 'smtp inet n - y -\n', 'master.cf, line 1: Postfix cannot read "smtp inet n - y -"'],
    ['a = b\n', 'smtp tcp n - y - - smtpd\n', 'master.cf, line 1: Postfix cannot read "tcp"'],
    ['no\n', 'bad\n', 'main.cf, line 1: Postfix cannot read "no"'],
    ['  what continues nothing is no more than ignored\na = b\n', '', ''],
  ];
  for (const [main, master, message] of table)
    it(JSON.stringify(main + master), () =>
      assert.equal(
        told(() => refuseBroken(configuration(main, master))),
        message,
      ),
    );

  it('a key is not told', () => {
    const message = told(() =>
      refuseBroken(configuration('reject_rbl_client abcd1234efgh5678ijkl.zen.dq.spamhaus.net\n')),
    );
    assert.match(message, /KEY/);
    assert.doesNotMatch(message, /abcd1234/);
  });
});

describe('what cannot be expanded', () => {
  const orTold = async (main: string): Promise<string> => {
    const broken = configuration(main);
    try {
      await orRefuse(broken, () => effective(broken, 'a'));
      return '';
    } catch (error) {
      assert.ok(error instanceof SekishoError, String(error));
      return error.message;
    }
  };
  const table: readonly (readonly [main: string, message: RegExp])[] = [
    ['a = $b\nb = c\n', /^$/],
    ['\na = ${b\n', /^main\.cf, line 2: Postfix cannot read "/],
    ['a = $b\nb = $a\n', /^main\.cf, line \d: Postfix cannot read "/],
  ];
  for (const [main, message] of table)
    it(JSON.stringify(main), async () => assert.match(await orTold(main), message));

  it('too long', () => {
    const error = new ExpansionError('too-long', 'a', { file: 'main.cf', line: 7 });
    assert.match(
      told(() => refuseExpansion(error, configuration(''), 'b')),
      /^main\.cf, line 7: b grows beyond/,
    );
  });

  it('a bug is no broken configuration', async () => {
    const bug = new TypeError('bug');
    await assert.rejects(
      orRefuse(configuration(''), () => {
        throw bug;
      }),
      bug,
    );
  });
});
