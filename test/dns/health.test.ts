import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Health } from '../../src/dns/health.ts';
import { Latency } from '../../src/dns/latency.ts';
import { Pace, type Place } from '../../src/dns/pace.ts';

const S = 1000;

describe('the health of servers', () => {
  it('the first is asked first, with rotate each in turn', () => {
    const health = new Health(3);
    assert.deepEqual(
      [health.order(0), health.order(0)],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
    );
    const turning = new Health(3, true);
    assert.deepEqual(
      [turning.order(0), turning.order(0), turning.order(0), turning.order(0)].map(([first]) => first),
      [0, 1, 2, 0],
    );
  });
  it('three failures in a row put it last; two, or three with an answer between, do not', () => {
    const health = new Health(2);
    health.failed(0, 0);
    health.failed(0, 0);
    health.answered(0);
    health.failed(0, 0);
    health.failed(0, 0);
    assert.deepEqual(health.order(0), [0, 1]);
    health.failed(0, 0);
    assert.deepEqual(health.order(1), [1, 0]);
  });
  it('after its rest one question is its probe; a longer rest when that fails, none when it is answered', () => {
    const health = new Health(2);
    for (let i = 0; i < 3; i++) health.failed(0, 0);
    assert.deepEqual(health.order(9 * S), [1, 0]);
    assert.deepEqual(health.order(10 * S), [0, 1]);
    assert.deepEqual(health.order(10 * S), [1, 0]);
    health.failed(0, 12 * S);
    assert.deepEqual(health.order(31 * S), [1, 0]);
    assert.deepEqual(health.order(32 * S), [0, 1]);
    health.answered(0);
    assert.deepEqual(
      [health.order(33 * S), health.order(33 * S)],
      [
        [0, 1],
        [0, 1],
      ],
    );
  });
  it('thousands that fail with it make one rest; the longest is five minutes', () => {
    const health = new Health(2);
    for (let i = 0; i < 10_000; i++) health.failed(0, 5 * S);
    assert.deepEqual(health.order(15 * S), [0, 1]);
    let now = 15 * S;
    for (let i = 0; i < 20; i++) {
      health.failed(0, now);
      now += 300 * S;
      assert.deepEqual(health.order(now), [0, 1]);
    }
  });
  it('all of them rest: the one whose rest ends first is asked first', () => {
    const health = new Health(2);
    for (let i = 0; i < 3; i++) health.failed(1, 0);
    for (let i = 0; i < 3; i++) health.failed(0, 5 * S);
    assert.deepEqual(health.order(6 * S), [1, 0]);
  });
  it('one alone is always asked', () => {
    const health = new Health(1);
    for (let i = 0; i < 30; i++) health.failed(0, i);
    assert.deepEqual(health.order(40), [0]);
  });
});

describe('the patience with a server', () => {
  it('begins at a second, then follows what it takes, never below a quarter of a second', () => {
    const latency = new Latency();
    assert.equal(latency.patience, 1000);
    for (let i = 0; i < 50; i++) latency.heard(1);
    assert.equal(latency.patience, 250);
    for (let i = 0; i < 200; i++) latency.heard(i % 2 === 0 ? 100 : 900);
    assert.ok(latency.patience > 900);
  });
});

describe('the pace', () => {
  const open = (pace: Pace): Place[] => {
    const places: Place[] = [];
    for (let i = 0; i < 10_000; i++) {
      const place: Place = { isYoung: false, begin: () => void places.push(place) };
      pace.run(place);
    }
    return places;
  };
  it('lets a window out, and one more for each that is answered', () => {
    const pace = new Pace(4_000, () => 0);
    const places = open(pace);
    assert.equal(places.length, 96);
    pace.done(places[0]!);
    assert.equal(places.length, 98);
    for (let i = 1; i < places.length; i++) pace.done(places[i]!);
    assert.equal(places.length, 10_000);
  });
  it('slow ones hold no place, up to all that may be under way', () => {
    const pace = new Pace(4_000, () => 0);
    const places = open(pace);
    for (let i = 0; i < places.length; i++) pace.aged(places[i]!);
    assert.equal(places.length, 4_000);
    for (const place of [...places]) pace.done(place);
    assert.equal(places.length, 4_000 + 96);
  });
  it('a loss halves the window, many at once no more than one, down to 16', () => {
    let now = 0;
    const pace = new Pace(4_000, () => now);
    for (let i = 0; i < 50; i++) pace.lost();
    assert.equal(pace.window, 48);
    for (let i = 0; i < 50; i++) {
      now += 200;
      pace.lost();
    }
    assert.equal(pace.window, 16);
  });
});
