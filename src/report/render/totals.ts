/** The totals as rows, beside them the time before. */
import type { Language } from '../../i18n/language.ts';
import { bytes, number, word } from '../../i18n/report/words.ts';
import type { Report, Totals } from '../model.ts';
import { isMonth } from '../period.ts';

/** The totals, in the order in which people ask for them; beside them the day before. */
export const TOTALS: readonly (keyof Totals)[] = [
  'received',
  'delivered',
  'forwarded',
  'deferred',
  'deferrals',
  'bounced',
  'expired',
  'rejected',
  'rejectWarnings',
  'held',
  'discarded',
  'notifications',
  'bytesReceived',
  'bytesDelivered',
  'senders',
  'recipients',
  'sendingDomains',
  'recipientDomains',
  'connections',
  'saslFailures',
  'loginFailures',
];

/** Counts that are not kept of the day before. */
const UNCOMPARED: ReadonlySet<keyof Totals> = new Set([
  'senders',
  'recipients',
  'sendingDomains',
  'recipientDomains',
]);

/** `[name, now, before, change]` of each total worth showing. */
export function totalRows(report: Report, language: Language): string[][] {
  const { totals, previous } = report;
  const show = (key: keyof Totals, value: number): string =>
    key.startsWith('bytes') ? bytes(value) : number(value);
  const always: ReadonlySet<keyof Totals> = new Set([
    'received',
    'delivered',
    'deferred',
    'bounced',
    'rejected',
  ]);
  return TOTALS.filter((key) => always.has(key) || totals[key] > 0 || (previous?.totals[key] ?? 0) > 0).map(
    (key) => {
      const then = previous === null || UNCOMPARED.has(key) ? undefined : previous.totals[key];
      return [
        key === 'rejected' ? `${word(language, key)}${refusedShare(totals)}` : word(language, key),
        show(key, totals[key]),
        then === undefined ? '' : show(key, then),
        change(totals[key], then),
      ];
    },
  );
}

/** How much of the mail was refused, as pflogsumm tells it: of what was refused, discarded or delivered. */
function refusedShare({ rejected, discarded, delivered }: Totals): string {
  const all = rejected + discarded + delivered;
  return rejected === 0 ? '' : ` (${Math.floor((rejected / all) * 100)} %)`;
}

/** From this many times on, how many times it is says more than percents. */
const MANY = 10;

/** `▲ +12 %`, `▼ -8 %`, `▲ ×22` */
export function change(now: number, then: number | undefined): string {
  if (then === undefined || then === 0 || now === then) return '';
  if (now >= then * MANY) return `▲ ×${number(now / then)}`;
  const percent = Math.round(((now - then) / then) * 100);
  return `${now > then ? '▲' : '▼'} ${percent > 0 ? '+' : ''}${percent} %`;
}

/** What the counts are compared with: the day before, or the days. Empty where there is none. */
export function previousTitle(report: Report, language: Language): string {
  if (report.previous === null) return '';
  const { from, to, until: time } = report.previous;
  if (from === to)
    return time === null ? word(language, 'previous') : word(language, 'previousUntil', { time });
  if (time !== null) return word(language, 'beforeUntil', { from, to, time });
  return isWholeMonth(from, to) ? from.slice(0, 7) : word(language, 'before', { from, to });
}

function isWholeMonth(from: string, to: string): boolean {
  return isMonth({ from: Date.parse(from), to: Date.parse(to) + 86_400_000 });
}
