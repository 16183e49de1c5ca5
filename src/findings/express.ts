/** What the findings need of the ordinary lines that come by the express lane. */
import type { Message, Moment } from '../maillog/correlate/message.ts';
import type { Entry } from '../maillog/entry.ts';
import type { Line } from '../maillog/express/line.ts';
import type { ExpressObserver } from '../maillog/express/observer.ts';
import { Keys } from '../tally/keys.ts';
import type { Watch } from './watch.ts';

const MOST_TEXTS = 2000;

export class ExpressWatch implements ExpressObserver {
  readonly #watch: Watch;
  /** What zones say when nothing is wrong with them. */
  #innocent = new Keys();

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  heard(_moment: Moment): void {}

  connected(_moment: Moment, _line: Line): void {}

  delivered(_message: Message, _moment: Moment, _line: Line): void {}

  refused(moment: Moment, line: Line): boolean {
    const { zoneFrom, zoneTo } = line;
    if (zoneTo === zoneFrom) return true;
    // The same few zones refuse thousands of clients with the same words.
    const to = wordsTo(line);
    if (this.#innocent.find(line.view, zoneFrom, to) >= 0) return true;
    const zone = line.slice(zoneFrom, zoneTo);
    const text = line.slice(line.replyFrom, line.replyTo);
    if (this.#watch.refusedBy(moment, zone, text, line.slice(line.addressFrom, line.addressTo))) return true;
    if (this.#innocent.size >= MOST_TEXTS) this.#innocent = new Keys();
    if (this.#innocent.find(line.view, zoneFrom, to) < 0) this.#innocent.add(line.view, zoneFrom, to, 0);
    return true;
  }

  loginFailed(moment: Moment, line: Line): void {
    this.#watch.loginFailed(moment, line.view, line.addressFrom, line.addressTo);
  }

  mismatched(_entry: Entry): void {}

  encrypted(_moment: Moment, _line: Line): void {}
}

/** Where the words after the zone begin to speak of one client: at the first digit (ZoneJudge). */
function wordsTo(line: Line): number {
  const { bytes, replyTo } = line;
  let i = line.zoneTo;
  while (i < replyTo && !(bytes[i]! >= 48 && bytes[i]! <= 57)) i++;
  return i;
}
