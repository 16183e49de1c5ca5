/**
 * A mail server that only writes its log: its domains, its processes, the clients and people it meets. Scenes
 * (scenes.ts) tell what happens; this is what they write with.
 */
import { Random } from './random.ts';
import { Totals } from './totals.ts';
import type { Writer } from './writer.ts';

export interface Client {
  readonly name: string;
  readonly address: string;
}

const OWN = [
  'hinode.example',
  'sakura-clinic.example',
  'fuji-print.example',
  'shop.hinode.example',
  'kawa.test',
  'midori.test',
  'office.example',
  'temple.test',
];

export class Server {
  readonly random: Random;
  readonly totals = new Totals();
  readonly host: string;
  readonly own = OWN;
  readonly #writer: Writer;
  readonly #longIds: boolean;
  readonly #width: number;
  #serial = 0;

  /** @param width how many different people and clients there are; a busy server has tens of thousands */
  constructor(writer: Writer, seed: number, host: string, longIds: boolean, width: number) {
    this.random = new Random(seed);
    this.#writer = writer;
    this.host = host;
    this.#longIds = longIds;
    this.#width = width;
  }

  log(time: number, program: string, pid: number, text: string): void {
    this.#writer.put(time, `${this.host} ${program}[${pid}]: ${text}`);
  }

  queueId(): string {
    this.#serial += 1 + this.random.below(50);
    // Long ids: base 52 with a digit in front and `z` before the inode (postconf(5) enable_long_queue_ids).
    if (this.#longIds)
      return `4${base52(this.#serial).padStart(9, 'B')}z${base52(1000 + this.random.below(100_000))}`;
    return (0x40000 + this.#serial).toString(16).toUpperCase().padStart(10, 'A');
  }

  /** A mail server of the world. */
  mailServer(): Client {
    const n = this.random.skewed(this.#width / 2);
    return { name: `mx${n % 7}.${this.domain(n)}`, address: addressOf(n + 7) };
  }

  /** A computer that sends spam or guesses passwords. */
  robot(): Client {
    const n = this.random.skewed(this.#width);
    return {
      name: n % 3 === 0 ? 'unknown' : `host-${n}.pool.example.net`,
      address: addressOf(n + 5_000_000),
    };
  }

  domain(n = this.random.skewed(this.#width / 8)): string {
    return `${['north', 'south', 'blue', 'data', 'city', 'soft', 'net', 'kaze'][n % 8]}${n % 5000}.example.${['com', 'net', 'org'][n % 3]}`;
  }

  person(domain = this.domain()): string {
    return `${['ann', 'ken', 'yuki', 'maria', 'tom', 'hana', 'info', 'sales'][this.random.below(8)]}${this.random.skewed(400)}@${domain}`;
  }

  /** Somebody who has a mailbox here. */
  user(): string {
    return `${['info', 'tanaka', 'sato', 'suzuki', 'office', 'yamada', 'mori'][this.random.below(7)]}${this.random.skewed(30)}@${this.random.pick(this.own)}`;
  }
}

function addressOf(n: number): string {
  const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
  return `100.${64 + (mixed & 63)}.${(mixed >>> 6) & 255}.${(mixed >>> 14) & 255}`;
}

const DIGITS = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxy';

function base52(value: number): string {
  let rest = value;
  let out = '';
  do {
    out = DIGITS[rest % 51]! + out;
    rest = Math.floor(rest / 51);
  } while (rest > 0);
  return out;
}
