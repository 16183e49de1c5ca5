/** Two records that become one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeRecords } from '../../src/spf/merge.ts';

const CASES: readonly (readonly [records: readonly string[], one: string | undefined])[] = [
  [['v=spf1 mx -all', 'v=spf1 include:a.example ~all'], 'v=spf1 mx include:a.example ~all'],
  [['v=spf1 include:a.example ~all', 'v=spf1 mx -all'], 'v=spf1 include:a.example mx ~all'],
  [['v=spf1 mx -all', 'v=spf1 mx -all'], 'v=spf1 mx -all'],
  [['v=spf1 mx ?all', 'v=spf1 a -all'], 'v=spf1 mx a ?all'],
  [['v=spf1 mx', 'v=spf1 a +all'], 'v=spf1 mx a ~all'],
  [['v=spf1 mx -all;', 'V=SPF1 ip4:mail.example.com -all'], 'v=spf1 mx a:mail.example.com -all'],
  [['v=spf1 -all ip4:192.0.2.1', 'v=spf1 mx -all'], 'v=spf1 ip4:192.0.2.1 mx -all'],
  [['v=spf1 mx -all', 'v=spf1 redirect=a.example'], undefined],
  [['v=spf1 mx -all', 'v=spf1 -all exp=a.example'], undefined],
  [['v=spf1 mx -all', 'v=spf1 nonsense -all'], undefined],
  [['v=spf1 mx -all', `v=spf1 ${'ip4:192.0.2.1 '.repeat(40)}-all`], undefined],
];

describe('records are merged', () => {
  for (const [records, one] of CASES)
    it(`${records.join(' + ').slice(0, 80)}: ${one}`, () => assert.equal(mergeRecords(records), one));
});
