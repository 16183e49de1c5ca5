import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { put, type Values } from '../../src/i18n/put.ts';

describe('put', () => {
  const CASES: readonly [sentence: string, values: Values, told: string][] = [
    ['{count} lines', { count: 1234567 }, '1,234,567 lines'],
    ['{count} {count: error|errors} of {program}', { count: 1, program: 'qmgr' }, '1 error of qmgr'],
    ['{count} {count: error|errors} of {program}', { count: 2, program: 'qmgr' }, '2 errors of qmgr'],
    ['{count} {count: recipient was|recipients were} refused', { count: 0 }, '0 recipients were refused'],
    ['inline:{{name}=reject}', { name: 'hinode.example' }, 'inline:{hinode.example=reject}'],
    ['{unknown} stays', {}, '{unknown} stays'],
    ['{text}', { text: '{count: a|b}' }, '{count: a|b}'],
  ];
  for (const [sentence, values, told] of CASES)
    it(`${sentence} ${JSON.stringify(values)}`, () => assert.equal(put(sentence, values), told));
});
