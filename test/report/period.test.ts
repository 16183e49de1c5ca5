import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SekishoError } from '../../src/config/error.ts';
import { ALWAYS, before, dayName, type Period, readPeriod } from '../../src/report/period.ts';

/** Tuesday, in the afternoon. */
const NOW = Date.UTC(2026, 10, 24, 15, 30);
const DAY = 86_400_000;

/** `2026-11-23..2026-11-23`, both days included. */
function written({ from, to }: Period): string {
  const day = (wall: number, by = 0): string => (Number.isFinite(wall) ? dayName(wall + by) : '');
  return `${day(from)}..${day(to, -DAY)}`;
}

const GOOD: Record<string, string> = {
  today: '2026-11-24..2026-11-24',
  yesterday: '2026-11-23..2026-11-23',
  '1d': '2026-11-23..2026-11-23',
  '7d': '2026-11-17..2026-11-23',
  '9999d': '1999-07-10..2026-11-23',
  '2026-11-01': '2026-11-01..2026-11-01',
  '20261101': '2026-11-01..2026-11-01',
  '2028-02-29': '2028-02-29..2028-02-29',
  '2026-02': '2026-02-01..2026-02-28',
  '2026-12': '2026-12-01..2026-12-31',
  Yesterday: '2026-11-23..2026-11-23',
  ' 7D ': '2026-11-17..2026-11-23',
  'this week': '2026-11-22..2026-11-28',
  'last  week': '2026-11-15..2026-11-21',
  'this month': '2026-11-01..2026-11-30',
  'last month': '2026-10-01..2026-10-31',
  '2026-11-01..2026-11-07': '2026-11-01..2026-11-07',
  '2026-11-01:2026-11-07': '2026-11-01..2026-11-07',
  '2026-11-01 2026-11-07': '2026-11-01..2026-11-07',
  '2026-10..2026-11': '2026-10-01..2026-11-30',
  '2026-11-07..2026-11-07': '2026-11-07..2026-11-07',
  '2026-11-20..yesterday': '2026-11-20..2026-11-23',
  '2026-11-20..': '2026-11-20..',
  '..2026-11-20': '..2026-11-20',
};

const BAD = [
  '',
  ' ',
  '..',
  ':',
  '0d',
  '-1d',
  '99999d',
  'tomorrow',
  'next week',
  'week',
  '2026-02-31',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-11-00',
  '0050-01-01',
  '2026-1-1',
  '2026-11-07..2026-11-01',
  '2026-11-01..2026-11-02..2026-11-03',
  '2026-11-01..soon',
  '2026-11-23T10:00',
  '23.11.2026',
];

describe('readPeriod', () => {
  for (const [text, period] of Object.entries(GOOD))
    it(`${text} is ${period}`, () => assert.equal(written(readPeriod(text, NOW)), period));

  for (const text of BAD)
    it(`${JSON.stringify(text)} is refused`, () => {
      assert.throws(
        () => readPeriod(text, NOW),
        (error) => error instanceof SekishoError && error.code === 'bad-date' && error.exitCode === 2,
      );
    });

  it('a reversed range is told as such', () => {
    assert.throws(() => readPeriod('2026-11-07..2026-11-01', NOW), /ends before it begins/);
  });

  it('days begin and end at midnight, at any hour of today', () => {
    for (const now of [Date.UTC(2026, 10, 24), Date.UTC(2026, 10, 24, 23, 59, 59, 999)])
      assert.deepEqual(readPeriod('yesterday', now), {
        from: Date.UTC(2026, 10, 23),
        to: Date.UTC(2026, 10, 24),
      });
  });

  it('a week begins on Sunday, or on Monday', () => {
    const sunday = Date.UTC(2026, 10, 22, 9);
    assert.equal(written(readPeriod('this week', sunday)), '2026-11-22..2026-11-28');
    assert.equal(written(readPeriod('this week', sunday, 1)), '2026-11-16..2026-11-22');
    assert.equal(written(readPeriod('last week', NOW, 1)), '2026-11-16..2026-11-22');
  });

  it('the months around New Year', () => {
    assert.equal(written(readPeriod('last month', Date.UTC(2027, 0, 1))), '2026-12-01..2026-12-31');
    assert.equal(written(readPeriod('yesterday', Date.UTC(2027, 0, 1))), '2026-12-31..2026-12-31');
  });
});

describe('before', () => {
  const DAY = 86_400_000;
  const LATER = Date.UTC(2030, 0);
  const of = (text: string, now: number): string => written(before(readPeriod(text, NOW), now)!);

  it('is as long, and ends where the period begins', () => {
    assert.equal(of('7d', LATER), '2026-11-10..2026-11-16');
    assert.equal(of('yesterday', LATER), '2026-11-22..2026-11-22');
    assert.equal(of('2026-11-05..2026-11-06', LATER), '2026-11-03..2026-11-04');
  });
  it('is the month before a month, however many days it has', () => {
    assert.equal(of('2026-11', LATER), '2026-10-01..2026-10-31');
    assert.equal(of('2026-03', LATER), '2026-02-01..2026-02-28');
    assert.equal(of('2026-01', LATER), '2025-12-01..2025-12-31');
  });
  it('is as much as has passed of a period that is not over', () => {
    const today = readPeriod('today', NOW);
    assert.deepEqual(before(today, today.from + 5_400_000), {
      from: today.from - DAY,
      to: today.from - DAY + 5_400_000,
    });
    const march = readPeriod('2026-03', NOW);
    // The 31st of March has no like in February.
    assert.deepEqual(before(march, march.from + 30 * DAY), { from: march.from - 28 * DAY, to: march.from });
  });
  it('is nothing where an end is open, or before it has begun', () => {
    assert.equal(before(ALWAYS, LATER), undefined);
    assert.equal(before(readPeriod('2026-11-20..', NOW), LATER), undefined);
    assert.equal(before(readPeriod('2026-12', NOW), NOW), undefined);
  });
});
