/**
 * The report as one HTML file that needs nothing else: no script, no picture, no font from elsewhere. Charts are
 * inline SVG with a table beside them. Mail clients drop parts of style sheets and SVG, so the page reads well
 * without.
 */
import type { Language } from '../../i18n/language.ts';
import { noteText } from '../../i18n/report/notes.ts';
import { word } from '../../i18n/report/words.ts';
import type { Report } from '../model.ts';
import { trafficHtml } from './charts.ts';
import { escapeHtml } from './escape-html.ts';
import { coverageLine, headline, queueLine } from './headline.ts';
import { type Show, sectionHtml, tableHtml } from './html-cells.ts';
import { findingHtml } from './html-finding.ts';
import { headHtml } from './html-head.ts';
import { safe } from './safe.ts';
import { problemSections, queueSections, type Section, trafficSections } from './sections.ts';
import { FONT, STYLE } from './style.ts';
import { previousTitle, totalRows } from './totals.ts';

export interface HtmlOptions {
  readonly language: Language;
  /** What to do with each text that comes from the log; mail makes foreign names harmless here. */
  readonly defang?: (text: string) => string;
  /** Draw charts (default); mail clients show the text in an SVG and not its lines. */
  readonly charts?: boolean;
  /** At most so many rows a list. */
  readonly rows?: number;
}

export function renderHtml(
  report: Report,
  { language, defang = (text) => text, charts = true, rows = Number.POSITIVE_INFINITY }: HtmlOptions,
): string {
  const show: Show = (text) => escapeHtml(safe(defang(text)));
  const lists = (sections: readonly Section[], bars: boolean): string[] =>
    sections
      .filter((section) => section.rows.length > 0 || section.lead !== undefined)
      .map((section) => sectionHtml(section, language, show, { bars, rows }));
  const body = [
    headHtml(report, language, show),
    ...report.notes.map((note) => `<p class="note">${show(noteText(note, language))}</p>`),
    ...report.findings.map((finding) => findingHtml(finding, language, show)),
    '<div class="columns">',
    totals(report, language, show),
    '<div>',
    ...trafficHtml(report, language, show, charts),
    '</div></div>',
    ...lists(problemSections(report, language, false), true),
    '<div class="columns">',
    ...lists(trafficSections(report, language, false), false),
    '</div>',
    queue(report, language, show),
    '<div class="columns">',
    ...lists(queueSections(report, language), false),
    '</div>',
    unparsed(report, language, show),
    `<footer><p>${show(coverageLine(report, language))}</p><p>${show(word(language, 'madeBy', { files: report.files.join(', ') }))}</p></footer>`,
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${show(`${word(language, 'title')}: ${headline(report, language)}`)}</title>
<style>${STYLE}</style>
</head>
<body style="font-family:${FONT.replaceAll('"', "'")}">
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function totals(report: Report, language: Language, show: Show): string {
  const before = previousTitle(report, language);
  const compared = report.previous !== null;
  const columns = [
    { title: '', flexible: true },
    { title: '', align: 'right' as const },
    ...(compared ? [before, ''].map((title) => ({ title, align: 'right' as const })) : []),
  ];
  const rows = totalRows(report, language).map((cells) => ({ cells: compared ? cells : cells.slice(0, 2) }));
  return `<section class="totals"><h2>${show(word(language, 'totals'))}</h2>${tableHtml(columns, rows, show)}</section>`;
}

function queue(report: Report, language: Language, show: Show): string {
  return report.queue === null
    ? ''
    : `<section><h2>${show(word(language, 'queue'))}</h2><p>${show(queueLine(report, language))}</p></section>`;
}

function unparsed(report: Report, language: Language, show: Show): string {
  const lines = (report.unparsed ?? []).map(({ file, line, text }) => show(`${file}:${line}: ${text}`));
  return lines.length === 0
    ? ''
    : `<section><h2>${show(word(language, 'unparsed'))}</h2><pre>${lines.join('\n')}</pre></section>`;
}
