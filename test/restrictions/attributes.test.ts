/** Attempts as Postfix tells them to a policy service, and told to one (SMTPD_POLICY_README). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Attempt } from '../../src/restrictions/attempt.ts';
import { attemptOf, policyRequest, readAttributes } from '../../src/restrictions/attributes.ts';

const read = (...lines: string[]): Attempt | undefined => attemptOf(readAttributes(lines.join('\n')));
const client = 'client_address=192.0.2.10';

describe('readAttributes', () => {
  const table: readonly (readonly [block: string, attributes: Record<string, string>])[] = [
    ['', {}],
    ['a=b\nc=d', { a: 'b', c: 'd' }],
    ['a=b\r\nc=d\r', { a: 'b', c: 'd' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', { a: '' }],
    ['a=1\na=2', { a: '2' }],
    ['=x\nno attribute\na=1', { a: '1' }],
    ['sender= a b ', { sender: ' a b ' }],
  ];
  for (const [block, attributes] of table)
    it(JSON.stringify(block), () => assert.deepEqual(Object.fromEntries(readAttributes(block)), attributes));
});

describe('attemptOf', () => {
  for (const lines of [[], ['client_address='], [client, 'protocol_state=NOOP'], ['sender=a@example.com']])
    it(`${lines.join(' ') || 'nothing'} is no attempt`, () => assert.equal(read(...lines), undefined));

  const table: readonly (readonly [lines: string, attempt: Partial<Attempt>])[] = [
    [
      '',
      {
        stage: 'RCPT',
        clientName: 'unknown',
        reverseName: undefined,
        helo: undefined,
        sender: '',
        account: '',
      },
    ],
    ['client_name=mx.example', { clientName: 'mx.example', reverseName: 'mx.example' }],
    ['client_name=mx.example\nreverse_client_name=unknown', { reverseName: 'unknown' }],
    ['client_name=', { clientName: 'unknown', reverseName: undefined }],
    ['helo_name=', { helo: '' }],
    ['protocol_state=connect\nhelo_name=x\nsender=a@b', { stage: 'CONNECT', helo: '', sender: undefined }],
    [
      'protocol_state=EHLO\nsender=a@b\nrecipient=c@d',
      { stage: 'HELO', sender: undefined, recipient: undefined },
    ],
    ['protocol_state=MAIL\nrecipient=c@d', { stage: 'MAIL', sender: '', recipient: undefined }],
    ['protocol_state=BDAT\nrecipient=c@d', { stage: 'DATA', recipient: 'c@d' }],
    ['recipient=', { recipient: undefined }],
    [
      'protocol_state=ETRN\netrn_domain=x.example',
      { stage: 'ETRN', etrnDomain: 'x.example', sender: undefined },
    ],
    ['encryption_protocol=', { encrypted: false }],
    ['encryption_protocol=TLSv1.3', { encrypted: true }],
    ['', { encrypted: undefined }],
    [
      'ccert_subject=x\nccert_fingerprint=AA\nccert_pubkey_fingerprint=BB',
      { certificate: { fingerprint: 'AA', key: 'BB', trusted: true } },
    ],
    ['size=12\nrecipient_count=x', { size: 12, recipientCount: 0 }],
    ['sasl_username=ann\nsasl_method=PLAIN', { account: 'ann', saslMethod: 'PLAIN' }],
  ];
  for (const [lines, wanted] of table)
    it(lines.replaceAll('\n', ' ') || 'the client alone', () => {
      const attempt = read(client, ...lines.split('\n')) as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries(wanted)) assert.deepEqual(attempt[name], value, name);
    });
});

describe('policyRequest', () => {
  it('tells what is known, and ends with an empty line', () => {
    const request = policyRequest(read(client, 'sender=a@example.com', 'recipient=b@example.org')!);
    assert.match(request, /^request=smtpd_access_policy\nprotocol_state=RCPT\n/);
    assert.match(request, /\nreverse_client_name=unknown\n[\s\S]*\nsender=a@example\.com\n[\s\S]*\n\n$/);
  });

  it('whatever somebody writes stays one line: nobody can slip an attribute in', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '=', '\n', '\0', '\r', ' '), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (helo, sender) => {
        const attempt = { ...read(client)!, helo, sender, attributes: new Map([['helo_name', helo]]) };
        const block = policyRequest(attempt);
        assert.equal(block.indexOf('\n\n'), block.length - 2);
        assert.equal(readAttributes(block).get('client_address'), '192.0.2.10');
        assert.equal(block.match(/^sender=/gm)?.length, 1);
      }),
    );
  });
});
