/**
 * What the express lane tells of ordinary lines, in positions. What it tells of messages as a whole
 * (`received`, `ended`) every observer of the correlator hears.
 */
import type { Message, Moment } from '../correlate/message.ts';
import type { Entry } from '../entry.ts';
import type { Line } from './line.ts';

export interface ExpressObserver {
  /** A line that counts for nothing but the stretch of time that the log covers. */
  heard(moment: Moment): void;
  /** `connect from`; told in `name` and `address`. */
  connected(moment: Moment, line: Line): void;
  /** `status=sent` for one recipient, neither forwarded nor discarded nor a hop. */
  delivered(message: Message, moment: Moment, line: Line): void;
  /** smtpd refused a recipient. @returns false where the lane cannot tell it: it goes the long way */
  refused(moment: Moment, line: Line): boolean;
  /** A failed login for sending. */
  loginFailed(moment: Moment, line: Line): void;
  /** A client's name does not resolve to its address. */
  mismatched(entry: Entry): void;
  /** A TLS connection; `reply` is the protocol's version. */
  encrypted(moment: Moment, line: Line): void;
}

/** Two that listen to one lane. What the first cannot tell, the second does not hear. */
export function bothExpress(first: ExpressObserver, second: ExpressObserver): ExpressObserver {
  return {
    heard(moment) {
      first.heard(moment);
      second.heard(moment);
    },
    connected(moment, line) {
      first.connected(moment, line);
      second.connected(moment, line);
    },
    delivered(message, moment, line) {
      first.delivered(message, moment, line);
      second.delivered(message, moment, line);
    },
    refused(moment, line) {
      return first.refused(moment, line) && second.refused(moment, line);
    },
    loginFailed(moment, line) {
      first.loginFailed(moment, line);
      second.loginFailed(moment, line);
    },
    mismatched(entry) {
      first.mismatched(entry);
      second.mismatched(entry);
    },
    encrypted(moment, line) {
      first.encrypted(moment, line);
      second.encrypted(moment, line);
    },
  };
}
