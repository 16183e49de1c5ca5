/** One timer for all who wait: each is called once, not before it is due, and not at all where it needs no call any more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Alarms, Sleeper } from '../../src/dns/alarms.ts';

class Guest extends Sleeper {
  readonly called: number[] = [];
  readonly #then: (late: number) => void;

  constructor(then: (late: number) => void = () => {}) {
    super();
    this.#then = then;
  }

  woken(late: number): void {
    this.called.push(late);
    this.#then(late);
  }
}

/** Time that goes by when it is told to. */
function stage(): { alarms: Alarms; pass(milliseconds: number): void; timers(): number } {
  let now = 1000;
  let set: { at: number; call: () => void } | undefined;
  const alarms = new Alarms(
    {
      set: (milliseconds, call) => {
        set = { at: now + milliseconds, call };
        return set;
      },
      clear: (timer) => {
        if (timer === set) set = undefined;
      },
    },
    () => now,
  );
  return {
    alarms,
    timers: () => (set === undefined ? 0 : 1),
    pass(milliseconds) {
      const end = now + milliseconds;
      while (set !== undefined && set.at <= end) {
        const { at, call } = set;
        set = undefined;
        now = at;
        call();
      }
      now = end;
    },
  };
}

describe('alarms', () => {
  it('call when it is due, within 20 ms, once', () => {
    const { alarms, pass } = stage();
    const guest = new Guest();
    alarms.set(guest, 100);
    pass(99);
    assert.deepEqual(guest.called, []);
    pass(1000);
    assert.equal(guest.called.length, 1);
    assert.ok(guest.called[0]! >= 0 && guest.called[0]! <= 20);
  });
  it('are put off by another one, and taken back', () => {
    const { alarms, pass } = stage();
    const [moved, gone] = [new Guest(), new Guest()];
    alarms.set(moved, 50);
    alarms.set(gone, 50);
    alarms.set(moved, 500);
    alarms.clear(gone);
    pass(400);
    assert.deepEqual([moved.called.length, gone.called.length], [0, 0]);
    pass(200);
    assert.deepEqual([moved.called.length, gone.called.length], [1, 0]);
  });
  it('may be set again, or taken from another, in a call', () => {
    const { alarms, pass } = stage();
    const other = new Guest();
    const guest: Guest = new Guest(() => {
      alarms.clear(other);
      if (guest.called.length < 3) alarms.set(guest, 100);
    });
    alarms.set(guest, 10);
    alarms.set(other, 10);
    pass(1000);
    assert.deepEqual([guest.called.length, other.called.length], [3, 0]);
  });
  it('keep no timer where nobody waits', () => {
    const { alarms, pass, timers } = stage();
    const guest = new Guest();
    alarms.set(guest, 10);
    assert.equal(timers(), 1);
    pass(100);
    assert.equal(timers(), 0);
    alarms.set(guest, 10);
    alarms.close();
    assert.equal(timers(), 0);
  });
});
