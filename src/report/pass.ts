/** One pass over the logs: reads them, follows the messages, counts, and watches for signs of trouble. */
import type { SekishoError } from '../config/error.ts';
import { Engine } from '../engine/engine.ts';
import { ExpressWatch } from '../findings/express.ts';
import { Watch } from '../findings/watch.ts';
import { Correlator } from '../maillog/correlate/correlator.ts';
import { both } from '../maillog/correlate/observer.ts';
import { ExpressLane } from '../maillog/express/lane.ts';
import { isPipe, readLogs } from '../maillog/logs.ts';
import { type Coverage, newCoverage } from '../maillog/read.ts';
import type { LogSource } from '../maillog/source/source.ts';
import { knownYears, Misdated } from '../maillog/source/years.ts';
import { type CollectOptions, Collector } from './collect/collector.ts';
import { ExpressCollector } from './collect/express.ts';

export interface PassOptions extends CollectOptions {
  /** How many lines that nobody understands to keep. */
  readonly showUnparsed: number;
  /** false: every line becomes an event, as for a domain's report; the counts are the same. */
  readonly express?: boolean;
}

export interface UnparsedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What a pass has seen. */
export interface Pass {
  readonly collector: Collector;
  readonly watch: Watch;
  readonly coverage: Coverage;
  /** Messages that have begun, whatever became of them. */
  begun: number;
  readonly unparsed: UnparsedLine[];
  /** Logs that could not be read to their end. */
  readonly failed: { name: string; error: SekishoError }[];
}

/** @param progress told how many bytes of a source are read as they lie on the disk; Infinity at its end */
export async function readPass(
  sources: readonly LogSource[],
  options: PassOptions,
  progress: (source: LogSource, bytes: number) => void,
): Promise<Pass> {
  if (sources.some(isPipe)) return await readDated(sources, options, progress);
  try {
    return await readOnce(sources, options, progress);
  } catch (error) {
    if (!(error instanceof Misdated)) throw error;
    return await readDated(sources, options, progress);
  }
}

/** Looks at the years of logs before they are read: what is a pipe cannot be read once more. */
async function readDated(
  sources: readonly LogSource[],
  options: PassOptions,
  progress: (source: LogSource, bytes: number) => void,
): Promise<Pass> {
  const dated: LogSource[] = [];
  for (const source of sources) dated.push(source.guess === undefined ? source : await knownYears(source));
  return await readOnce(dated, options, (source, bytes) => progress(sources[dated.indexOf(source)]!, bytes));
}

async function readOnce(
  sources: readonly LogSource[],
  options: PassOptions,
  progress: (source: LogSource, bytes: number) => void,
): Promise<Pass> {
  const engine = new Engine();
  const collector = new Collector({ ...options, engine });
  const watch = new Watch(options.period, engine);
  // What concerns one domain or one message, and how long connections lasted, is known of whole events only.
  const ordinary =
    options.express !== false &&
    options.domain === undefined &&
    options.connectionStats !== true &&
    options.messages === undefined
      ? [
          new ExpressCollector(collector, watch.guessers, options.period, options.previous),
          new ExpressWatch(watch, engine),
        ]
      : [];
  const express = ordinary.length > 0 ? new ExpressLane(engine, ordinary) : undefined;
  const correlator = new Correlator(both(collector, watch), express?.handover);
  const pass: Pass = { collector, watch, coverage: newCoverage(), begun: 0, unparsed: [], failed: [] };
  const unparsed = (file: string, line: number, text: string): void => {
    if (pass.unparsed.length < options.showUnparsed) pass.unparsed.push({ file, line, text });
  };
  await readLogs(
    sources,
    { correlator, coverage: pass.coverage, express, unparsed },
    { progress, failed: ({ name }, error) => void pass.failed.push({ name, error }) },
  );
  pass.begun = correlator.lives.begun + (express === undefined ? 0 : engine.doors.nextSerial());
  correlator.finish();
  express?.finish();
  for (const each of ordinary) each.finish();
  return pass;
}
