/** One pass over a stretch of the logs: what one thread does. */
import { SekishoError } from '../config/error.ts';
import { ExpressWatch } from '../findings/express.ts';
import { Watch } from '../findings/watch.ts';
import { Correlator } from '../maillog/correlate/correlator.ts';
import { both } from '../maillog/correlate/observer.ts';
import { ExpressLane } from '../maillog/express/lane.ts';
import { bothExpress } from '../maillog/express/observer.ts';
import { type Coverage, newCoverage, readLog } from '../maillog/read.ts';
import { readChunks } from '../maillog/source/chunks.ts';
import { addressForm, type FormOptions } from './collect/address.ts';
import { type CollectOptions, Collector } from './collect/collector.ts';
import { ExpressCollector } from './collect/express.ts';
import { type Piece, withFirstLine } from './parts.ts';

/** What a pass needs to know; can be sent to a thread. */
export interface PassOptions {
  readonly collect: Omit<CollectOptions, 'addressForm'>;
  readonly form: FormOptions;
  /** How many lines that nobody understands to keep. */
  readonly showUnparsed: number;
}

export interface UnparsedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export class Pass {
  readonly collector: Collector;
  readonly watch: Watch;
  readonly correlator: Correlator;
  readonly coverage: Coverage = newCoverage();
  readonly unparsed: UnparsedLine[] = [];
  readonly failed: { name: string; error: SekishoError }[] = [];
  readonly #express: ExpressLane | undefined;
  readonly #showUnparsed: number;

  /** @param continues the stretch begins in the middle of the logs (maillog/correlate/carry.ts) */
  constructor(options: PassOptions, continues: boolean) {
    this.collector = new Collector({ ...options.collect, addressForm: addressForm(options.form) });
    this.watch = new Watch(options.collect.period);
    this.correlator = new Correlator(both(this.collector, this.watch), continues);
    // What concerns one domain, and how long connections lasted, is known of whole events only.
    const { domain, connectionStats } = options.collect;
    if (domain === undefined && connectionStats !== true && !continues && !process.env.LONGWAY) {
      const observer = bothExpress(new ExpressCollector(this.collector), new ExpressWatch(this.watch));
      this.#express = new ExpressLane(this.correlator, observer);
    }
    this.#showUnparsed = options.showUnparsed;
  }

  async read(pieces: readonly Piece[], progress: (bytes: number) => void): Promise<void> {
    const unparsed = (file: string, line: number, text: string): void => {
      if (this.unparsed.length < this.#showUnparsed) this.unparsed.push({ file, line, text });
    };
    for (const each of pieces) {
      try {
        const piece = await withFirstLine(each);
        const { correlator, coverage } = this;
        await readLog(
          piece.source,
          readChunks(piece.source, piece.range),
          { correlator, coverage, express: this.#express, unparsed, progress },
          piece.firstLine,
        );
      } catch (error) {
        if (!(error instanceof SekishoError)) throw error;
        this.failed.push({ name: each.source.name, error });
      }
    }
  }

  /** All that another thread must know of this pass. */
  save() {
    return {
      collector: this.collector.save(),
      watch: this.watch.save(),
      carry: this.correlator.carry(),
      coverage: this.coverage,
      unparsed: this.unparsed,
      failed: this.failed.map(({ name, error }) => ({
        name,
        code: error.code,
        message: error.message,
        next: error.next,
      })),
    };
  }

  /** Goes on with what the pass over the following stretch has. */
  adopt(saved: SavedPass): void {
    this.correlator.adopt(saved.carry);
    this.collector.merge(saved.collector);
    this.watch.merge(saved.watch);
    addCoverage(this.coverage, saved.coverage);
    this.unparsed.push(...saved.unparsed.slice(0, this.#showUnparsed - this.unparsed.length));
    for (const { name, code, message, next } of saved.failed)
      this.failed.push({ name, error: new SekishoError(code, message, next) });
  }
}

export type SavedPass = ReturnType<Pass['save']>;

function addCoverage(into: Coverage, from: Coverage): void {
  into.lines += from.lines;
  into.unparsed += from.unparsed;
  into.foreign += from.foreign;
  into.tooLong += from.tooLong;
  into.newest = Math.max(into.newest, from.newest);
  if (from.oldest > 0) into.oldest = into.oldest === 0 ? from.oldest : Math.min(into.oldest, from.oldest);
  for (const [host, lines] of from.hosts) into.hosts.set(host, (into.hosts.get(host) ?? 0) + lines);
}
