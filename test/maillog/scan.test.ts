import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { decimalAt, find, findLast, numberAt, own, queueIdEnd, skipQuoted } from '../../src/maillog/scan.ts';

test('nothing past the end is found', () => {
  equal(find('abcabc', 'abc', 1, 6), 3);
  equal(find('abcabc', 'abc', 1, 5), -1);
  equal(findLast('abcabc', 'abc', 0, 6), 3);
  equal(findLast('abcabc', 'abc', 0, 5), 0);
});

test('numbers are as exact as Number()', () => {
  for (const text of ['0', '0.05', '4.3', '0.15', '63495', '1.1', '0.07', '12.', '3.999999', '600.25'])
    equal(decimalAt(text, 0, text.length), Number(text), text);
  equal(decimalAt('1.2.3', 0, 5), 1.2);
  equal(decimalAt('x', 0, 1), 0);
  equal(numberAt('a123/60s', 1, 8), 123);
  equal(numberAt('123', 0, 2), 12);
});

test('queue ids', () => {
  for (const id of [
    '4D2F1AB',
    '50CE64C5',
    '123412341234',
    'ABCDE',
    'NOQUEUE',
    '3mPVKl0Mhjz7sXv',
    '4PcwH21wfPz3tG3',
    '4Lyb5328XVzj9Jl',
    '48rT2v1hQrz1J0N',
    'ED06590130AA1C9D6D862',
  ])
    equal(queueIdEnd(`${id}: x`, 0, id.length + 1), id.length, id);
  for (const word of [
    'warning',
    'statistics',
    'STATISTICS1',
    'DELIVERY12',
    'FOOBAR99',
    'DEBUG',
    'fatal',
    'A1',
    'connect from 1',
    '',
    'master_notify',
    'abc1234567890',
    'message-id=3mPVKl0Mhjz7sXv',
  ])
    equal(queueIdEnd(`${word}: x`, 0, word.length + 3), -1, word);
  equal(queueIdEnd('4D2F1AB: x', 0, 7), -1);
});

test('quoted local parts', () => {
  const skip = (text: string): string => text.slice(0, skipQuoted(text, 0, text.length));
  equal(skip('"a b"@x'), '"a b"');
  equal(skip('"a\\"@b"@x'), '"a\\"@b"');
  equal(skip('"a>, relay=b"@x>'), '"a>, relay=b"');
  equal(skip('"a"b@x'), '');
  equal(skip('"a'), '');
  equal(skip('a"b"@x'), '');
});

test('a copy equals its original', () => {
  for (const text of [
    '',
    'short',
    'longer than thirteen characters',
    '日本語のとても長いメールアドレス@例え.jp',
  ])
    equal(own(text), text);
});
