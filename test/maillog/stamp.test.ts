/** Time stamps: years that RFC 3164 does not write, dates that do not exist, fractions, offsets. */
import { equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StampReader, type ZoneOffset } from '../../src/maillog/stamp.ts';

const utc: ZoneOffset = () => 0;
const at = (text: string): number => Date.parse(text);

/** The line's own clock, or undefined where no stamp stands. */
function wall(reader: StampReader, stamp: string): string | undefined {
  const text = `${stamp} mx`;
  if (!reader.read(text, 0, text.length)) return undefined;
  equal(reader.next, stamp.length);
  return new Date(reader.wall).toISOString().replace('.000Z', '').replace('Z', '');
}

const years = (reader: StampReader, stamps: readonly string[]): string =>
  stamps.map((stamp) => wall(reader, stamp)?.slice(0, 4) ?? '-').join(' ');

describe('years', () => {
  test('the last one that does not lie after the reference', () => {
    equal(
      wall(new StampReader(at('2026-09-01T00:00:00Z'), 0, utc), 'Aug 31 23:59:59'),
      '2026-08-31T23:59:59',
    );
    equal(
      wall(new StampReader(at('2026-09-01T00:00:00Z'), 0, utc), 'Sep  4 00:00:00'),
      '2025-09-04T00:00:00',
    );
  });

  test('a stamp slightly after the reference stays in its year', () => {
    equal(
      wall(new StampReader(at('2026-09-01T00:00:00Z'), 0, utc), 'Sep  1 20:00:00'),
      '2026-09-01T20:00:00',
    );
    equal(
      wall(new StampReader(at('2026-12-31T23:59:00Z'), 0, utc), 'Jan  1 00:00:01'),
      '2026-01-01T00:00:01',
    );
  });

  test('New Year, and back again for a late line', () => {
    const reader = new StampReader(at('2026-01-02T00:00:00Z'), 0, utc);
    const stamps = [
      'Dec 31 23:59:58',
      'Jan  1 00:00:01',
      'Dec 31 23:59:59',
      'Jan  1 00:00:02',
      'Jan  1 10:00:00',
    ];
    equal(years(reader, stamps), '2025 2026 2025 2026 2026');
    equal(reader.wrapped, false);
  });

  test('a log of more than a year: no line is of the future; with years back each is of its own', () => {
    const stamps = [
      'Nov  1 00:00:00',
      'Feb  1 00:00:00',
      'Jun  1 00:00:00',
      'Nov  1 00:00:00',
      'Feb  1 00:00:00',
    ];
    const first = new StampReader(at('2026-02-10T00:00:00Z'), 0, utc);
    equal(years(first, stamps), '2025 2026 2026 2026 2026');
    equal(first.wrapped, true);
    const second = new StampReader(at('2026-02-10T00:00:00Z'), 1, utc);
    equal(years(second, stamps), '2024 2025 2025 2025 2026');
    equal(second.wrapped, false);
  });

  test('a clock that is not set after a boot shows 1 January for some lines', () => {
    const reader = new StampReader(at('2026-11-25T00:00:00Z'), 0, utc);
    const stamps = [
      'Nov 20 10:00:00',
      'Jan  1 00:00:05',
      'Jan  1 00:00:09',
      'Nov 20 10:01:00',
      'Nov 21 10:00:00',
    ];
    equal(years(reader, stamps), '2026 2026 2026 2026 2026');
  });

  test('29 February is of a leap year', () => {
    equal(
      wall(new StampReader(at('2024-03-01T00:00:00Z'), 0, utc), 'Feb 29 12:00:00'),
      '2024-02-29T12:00:00',
    );
    equal(
      wall(new StampReader(at('2026-09-01T00:00:00Z'), 0, utc), 'Feb 29 12:00:00'),
      '2024-02-29T12:00:00',
    );
    equal(
      wall(new StampReader(at('2026-09-01T00:00:00Z'), 3, utc), 'Feb 29 12:00:00'),
      '2020-02-29T12:00:00',
    );
    const reader = new StampReader(at('2026-09-01T00:00:00Z'), 0, utc);
    equal(years(reader, ['Feb 28 23:00:00', 'Feb 29 00:00:00', 'Mar  1 00:00:00']), '2026 - 2026');
  });

  test('the same stamp again comes from memory', () => {
    const reader = new StampReader(at('2026-09-01T00:00:00Z'), 0, utc);
    equal(wall(reader, 'Aug 31 23:59:59'), wall(reader, 'Aug 31 23:59:59'));
    equal(wall(reader, 'Aug 31 23:59:58'), '2026-08-31T23:59:58');
  });

  test('every day of a log in order keeps its order', () => {
    const reader = new StampReader(at('2026-06-01T00:00:00Z'), 0, utc);
    let before = 0;
    for (let day = at('2025-07-01T00:00:00Z'); day < at('2026-06-01T00:00:00Z'); day += 86_400_000) {
      const [, date, month] = new Date(day).toUTCString().split(/[ ,]+/);
      equal(
        wall(reader, `${month} ${Number(date)} 01:02:03`),
        new Date(day + 3_723_000).toISOString().slice(0, 19),
      );
      ok(reader.time > before);
      before = reader.time;
    }
    equal(reader.wrapped, false);
  });
});

describe('dates and times that do not exist', () => {
  for (const stamp of [
    'Feb 31 00:00:00',
    'Feb 30 00:00:00',
    'Apr 31 00:00:00',
    'Jan  0 00:00:00',
    'Jan 32 00:00:00',
    'Jan  1 24:00:00',
    'Jan  1 23:60:00',
    'Jan  1 23:59:61',
    'Jan  1 1:00:00',
    'Jan  1 01:00',
    'Jan   1 01:00:00',
    'jan  1 01:00:00',
    'anF  1 01:00:00',
    'Jan-01 01:00:00',
    '1月  1 01:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-01T00:00:00+9:00',
    '2026-01-01T00:00:00+99:00',
    '2026-01-01T00:00:00+09:',
    '2026-01-01',
    '2026-01-01X00:00:00Z',
    '1969-01-01T00:00:00Z',
    'Mon Feb 31 12:08:53 2020',
    'Mon Jun  8 12:08:53',
    'Mon Jun  8 12:08:53 20',
    '',
    'garbage',
    '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
  ]) {
    test(JSON.stringify(stamp), () =>
      equal(new StampReader(at('2026-09-01T00:00:00Z'), 0, utc).read(stamp, 0, stamp.length), false),
    );
  }

  test('the leap second is the second before', () => {
    const reader = new StampReader(at('2017-09-01T00:00:00Z'), 0, utc);
    equal(wall(reader, 'Dec 31 23:59:60'), '2016-12-31T23:59:59');
    equal(wall(reader, '2016-12-31T23:59:60Z'), '2016-12-31T23:59:59');
  });

  test('nothing past the end is read', () => {
    for (const stamp of ['Aug 31 23:59:59', '2026-08-31T23:59:59.123456+09:00', 'Mon Jun  8 12:08:53 2020']) {
      const reader = new StampReader(at('2026-09-01T00:00:00Z'), 0, utc);
      equal(reader.read(stamp, 0, stamp.length), true);
      for (let end = 0; end < stamp.length; end++) {
        const cut = new StampReader(at('2026-09-01T00:00:00Z'), 0, utc);
        const alone = cut.read(stamp.slice(0, end), 0, end);
        equal(reader.read(stamp, 0, end), alone, `${stamp} up to ${end}`);
        if (alone) equal(reader.time, cut.time);
      }
    }
  });
});

describe('ISO 8601', () => {
  const reader = new StampReader(at('2026-09-01T00:00:00Z'), 0, () => 540);
  const milliseconds = (stamp: string): number => {
    ok(reader.read(stamp, 0, stamp.length), stamp);
    return reader.time;
  };

  test('fractions of one to nine digits, with point or comma', () => {
    const whole = at('2026-08-31T10:00:00Z');
    for (const [fraction, part] of [
      ['', 0],
      ['.1', 100],
      ['.12', 120],
      ['.123', 123],
      ['.1239', 123],
      ['.12345', 123],
      ['.123456', 123],
      ['.1234567', 123],
      ['.12345678', 123],
      ['.999999999', 999],
      ['.000000001', 0],
      [',5', 500],
    ] as const)
      equal(milliseconds(`2026-08-31T10:00:00${fraction}Z`), whole + part);
  });

  test('offsets, mixed in one log', () => {
    equal(milliseconds('2026-08-31T10:00:00+09:00'), at('2026-08-31T01:00:00Z'));
    equal(milliseconds('2026-08-31T10:00:00-0230'), at('2026-08-31T12:30:00Z'));
    equal(milliseconds('2026-08-31T10:00:00z'), at('2026-08-31T10:00:00Z'));
    equal(milliseconds('2026-08-31 10:00:00'), at('2026-08-31T01:00:00Z'));
    equal(milliseconds('2026-08-31t10:00:00+00:00'), at('2026-08-31T10:00:00Z'));
    equal(new Date(reader.wall).getUTCHours(), 10);
  });

  test('between stamps without a year', () => {
    equal(wall(reader, 'Aug 31 10:00:00'), '2026-08-31T10:00:00');
    equal(wall(reader, '2020-01-01T10:00:00Z'), '2020-01-01T10:00:00');
    equal(wall(reader, 'Aug 31 10:00:01'), '2026-08-31T10:00:01');
  });
});

describe('daylight saving', () => {
  /** Berlin in 2026: summer from 29 March 02:00 to 25 October 03:00, on its own clock. */
  const berlin: ZoneOffset = (clock) =>
    clock >= at('2026-03-29T02:00:00Z') && clock < at('2026-10-25T03:00:00Z') ? 120 : 60;

  test('the offset is that of the day', () => {
    const reader = new StampReader(at('2026-12-01T00:00:00Z'), 0, berlin);
    for (const [stamp, time] of [
      ['Mar 29 01:59:59', '2026-03-29T00:59:59Z'],
      ['Mar 29 03:00:00', '2026-03-29T01:00:00Z'],
      ['Jul  1 12:00:00', '2026-07-01T10:00:00Z'],
      ['Oct 25 03:00:00', '2026-10-25T02:00:00Z'],
    ] as const) {
      ok(reader.read(stamp, 0, stamp.length));
      equal(reader.time, at(time), stamp);
    }
  });

  test('moments without text, as journald has them', () => {
    const reader = new StampReader(at('2026-12-01T00:00:00Z'), 0, berlin);
    for (const [time, clock] of [
      ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59Z'],
      ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
      ['2026-07-01T10:00:00Z', '2026-07-01T12:00:00Z'],
      ['2026-10-25T02:00:00Z', '2026-10-25T03:00:00Z'],
    ] as const) {
      reader.set(at(time));
      equal(reader.wall, at(clock), time);
    }
  });
});
