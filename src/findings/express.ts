/** What the findings need of the ordinary lines that come by the express lane. */
import type { Message, Moment } from '../maillog/correlate/message.ts';
import type { Line } from '../maillog/express/line.ts';
import type { ExpressObserver } from '../maillog/express/observer.ts';
import type { Watch } from './watch.ts';

export class ExpressWatch implements ExpressObserver {
  readonly #watch: Watch;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  heard(_moment: Moment): void {}

  connected(_moment: Moment, _line: Line): void {}

  delivered(_message: Message, _moment: Moment, _line: Line): void {}

  refused(moment: Moment, line: Line): boolean {
    const { zoneFrom, zoneTo, replyFrom, replyTo, addressFrom, addressTo } = line;
    if (zoneTo > zoneFrom) {
      const text = line.slice(replyFrom, replyTo);
      this.#watch.refusedBy(
        moment,
        line.slice(zoneFrom, zoneTo),
        text,
        line.slice(addressFrom, addressTo),
      );
    }
    return true;
  }

  loginFailed(moment: Moment, line: Line): void {
    this.#watch.loginFailed(moment, line.slice(line.addressFrom, line.addressTo));
  }

  encrypted(_moment: Moment, _line: Line): void {}
}
