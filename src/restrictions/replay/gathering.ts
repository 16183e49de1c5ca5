/** Reads what a replay needs of a log: ordinary lines by the engine, the others as events. */
import { Engine } from '../../engine/engine.ts';
import { EngineTexts } from '../../engine/texts.ts';
import { Correlator } from '../../maillog/correlate/correlator.ts';
import { ExpressAttempts } from '../../maillog/express/attempts.ts';
import { ExpressLane } from '../../maillog/express/lane.ts';
import { Gathered } from './gathered.ts';
import { Recorded } from './recorded.ts';

export interface Gathering {
  readonly gathered: Gathered;
  readonly correlator: Correlator;
  readonly express: ExpressLane | undefined;
  /** The log is at its end. */
  finish(): void;
}

/**
 * @param period milliseconds on the log's own clock
 * @param express false: every line as an event
 */
export function newGathering(
  period: { readonly from: number; readonly to: number },
  express = true,
): Gathering {
  if (!express) {
    const gathered = new Gathered(period);
    const correlator = new Correlator(gathered);
    return {
      gathered,
      correlator,
      express: undefined,
      finish() {
        correlator.finish();
        gathered.finish();
      },
    };
  }
  const engine = new Engine();
  const texts = new EngineTexts(engine);
  const gathered = new Gathered(period, texts);
  const recorded = new Recorded(gathered);
  const attempts = new ExpressAttempts(engine, texts, recorded);
  const lane = new ExpressLane(engine, [], attempts);
  const correlator = new Correlator(gathered, lane.handover);
  return {
    gathered,
    correlator,
    express: lane,
    finish() {
      correlator.finish();
      attempts.finish();
      recorded.finish();
      gathered.finish();
    },
  };
}
