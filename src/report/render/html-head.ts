/** The head of the HTML report: which server, which days, how bad, and the five numbers that people ask for. */
import type { Language } from '../../i18n/language.ts';
import { number, word } from '../../i18n/report/words.ts';
import type { Report } from '../model.ts';
import { hostsOf, isBare, periodOf, problemCount, verdict } from './headline.ts';
import type { Show } from './html-cells.ts';
import { change, previousTitle } from './totals.ts';

const TILES = ['received', 'delivered', 'rejected', 'bounced', 'deferrals'] as const;

export function headHtml(report: Report, language: Language, show: Show): string {
  const tiles = TILES.map((key) => {
    const then = report.previous?.totals[key];
    const changed = change(report.totals[key], then);
    const title =
      then === undefined ? '' : ` title="${show(`${previousTitle(report, language)}: ${number(then)}`)}"`;
    return `<td align="center"${title}><b>${number(report.totals[key])}</b><br>${show(word(language, key))}${changed === '' ? '' : `<br><small>${show(changed)}</small>`}</td>`;
  });
  return `<header>
<p class="brand">${show(word(language, 'title'))}</p>
<h1>${show(hostsOf(report, language))}</h1>
<p class="period">${show(periodOf(report, language))} <strong class="verdict ${gravity(report)}">${show(verdict(report, language))}</strong></p>
<table class="tiles" cellpadding="8" cellspacing="0" role="presentation"><tr>${tiles.join('')}</tr></table>
</header>`;
}

function gravity(report: Report): 'critical' | 'warning' | 'fine' {
  if (report.findings.some(({ severity }) => severity === 'critical')) return 'critical';
  return problemCount(report) > 0 || isBare(report) ? 'warning' : 'fine';
}
