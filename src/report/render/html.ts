/**
 * The report as one HTML file that needs nothing else: no script, no picture, no font from elsewhere. Charts are
 * inline SVG with a table beside them. Mail clients drop parts of style sheets, so the page reads well without.
 */
import type { Finding } from '../../findings/finding.ts';
import type { Language } from '../../i18n/language.ts';
import { noteText } from '../../i18n/report/notes.ts';
import { word } from '../../i18n/report/words.ts';
import type { Report } from '../model.ts';
import { barChart, trafficChart } from './charts.ts';
import { escapeHtml } from './escape-html.ts';
import { safe } from './safe.ts';
import { problemSections, type Section, trafficSections } from './sections.ts';
import { STYLE } from './style.ts';
import { coverageLine, essence, headline, totalRows } from './text.ts';

export interface HtmlOptions {
  readonly language: Language;
  /** What to do with each text that comes from the log; mail makes foreign names harmless here. */
  readonly defang?: (text: string) => string;
}

export function renderHtml(report: Report, { language, defang = (text) => text }: HtmlOptions): string {
  const show = (text: string): string => escapeHtml(safe(defang(text)));
  const sections = [...problemSections(report, language, false), ...trafficSections(report, language)].filter(
    (section) => section.rows.length > 0,
  );
  const title = `${word(language, 'title')}: ${headline(report, language)}`;
  const body = [
    `<header><h1>${show(title)}</h1><p class="essence">${show(essence(report, language))}</p></header>`,
    ...report.notes.map((note) => `<p class="note">${show(noteText(note, language))}</p>`),
    ...report.findings.map((finding) => card(finding, language, show)),
    `<section><h2>${show(word(language, 'totals'))}</h2>${totals(report, language, show)}</section>`,
    traffic(report, language),
    ...sections.map((section) => list(section, language, show)),
    `<footer><p>${show(coverageLine(report, language))}</p><p>${show(word(language, 'madeBy', { files: report.files.join(', ') }))}</p></footer>`,
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${show(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

type Show = (text: string) => string;

function card(finding: Finding, language: Language, show: Show): string {
  const evidence = finding.evidence
    .slice(0, 3)
    .map(({ file, line, text }) => `${show(`${file}:${line}`)}\n${show(text)}`);
  return `<article class="finding ${finding.severity}">
<p class="severity">${show(word(language, finding.severity))}</p>
<h2>${show(finding.title)}</h2>
<p>${show(finding.summary)}</p>
<p><strong>${show(word(language, 'cause'))}:</strong> ${show(finding.cause)}</p>
<p><strong>${show(word(language, 'fix'))}:</strong></p>
<ul>${finding.fix.map((step) => `<li>${show(step)}</li>`).join('')}</ul>
${evidence.length === 0 ? '' : `<p><strong>${show(word(language, 'evidence'))}:</strong></p><pre>${evidence.join('\n')}</pre>`}
</article>`;
}

function totals(report: Report, language: Language, show: Show): string {
  const before = report.previous === null ? '' : word(language, 'previous');
  const head =
    report.previous === null
      ? ''
      : `<thead><tr><th scope="col"></th><th scope="col" class="number"></th><th scope="col" class="number">${show(before)}</th><th scope="col" class="number"></th></tr></thead>`;
  const rows = totalRows(report, language).map(
    ([name = '', now = '', then = '', change = '']) =>
      `<tr><th scope="row">${show(name)}</th><td class="number">${show(now)}</td><td class="number dim">${show(then)}</td><td class="number dim">${show(change)}</td></tr>`,
  );
  return `<table class="totals">${head}<tbody>${rows.join('')}</tbody></table>`;
}

function traffic(report: Report, language: Language): string {
  const charts: string[] = [];
  if (report.perDay.length > 1)
    charts.push(
      trafficChart(
        word(language, 'perDay'),
        report.perDay.map((row) => ({ ...row, name: row.date.slice(5) })),
        language,
      ),
    );
  if (report.perHour.some((row) => row.received + row.rejected > 0)) {
    charts.push(
      trafficChart(
        word(language, 'perHour'),
        report.perHour.map((row) => ({ ...row, name: String(row.hour) })),
        language,
      ),
    );
  }
  if (report.zones.length > 0)
    charts.push(
      barChart(
        word(language, 'zones'),
        report.zones.slice(0, 10).map((row) => ({ name: row.zone, value: row.count })),
      ),
    );
  return charts.join('\n');
}

function list(section: Section, language: Language, show: Show): string {
  const cell = (text: string, i: number, tag: 'th' | 'td'): string => {
    const style =
      section.columns[i]?.align === 'right'
        ? ' class="number"'
        : section.columns[i]?.flexible === true
          ? ' class="long"'
          : '';
    return `<${tag}${tag === 'th' ? ' scope="col"' : ''}${style}>${show(text)}</${tag}>`;
  };
  const head = section.columns.map((column, i) => cell(column.title, i, 'th')).join('');
  const rows = section.rows
    .map((row) => `<tr>${row.map((text, i) => cell(text, i, 'td')).join('')}</tr>`)
    .join('');
  const more =
    section.more > 0 ? `<p class="dim">${show(word(language, 'more', { count: section.more }))}</p>` : '';
  return `<section><h2>${show(section.title)}</h2><div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>${more}</section>`;
}
