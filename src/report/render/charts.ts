/** Traffic by day and by hour: stacked columns as inline SVG, and a table that holds the same numbers. */
import type { Language } from '../../i18n/language.ts';
import { number, word } from '../../i18n/report/words.ts';
import type { Report, Traffic } from '../model.ts';
import { type Show, tableHtml } from './html-cells.ts';

const WIDTH = 720;
const HEIGHT = 260;
const FOOT = 28;
const LEFT = 60;

/** Colours that differ for the colour-blind too (Okabe and Ito), in both themes. */
const COLUMNS = [
  ['received', '#3a86c8'],
  ['rejected', '#e0792b'],
  ['bounced', '#cc79a7'],
] as const;
const FLOWS = ['received', 'delivered', 'deferrals', 'bounced', 'rejected'] as const;

type Named = Traffic & { readonly name: string };

/** @param charts false: the tables only */
export function trafficHtml(report: Report, language: Language, show: Show, charts: boolean): string[] {
  const parts: string[] = [];
  const days = report.perDay.map((row) => ({ ...row, name: row.date }));
  const hours = report.perHour.map((row) => ({ ...row, name: `${String(row.hour).padStart(2, '0')}:00` }));
  if (days.length > 1) parts.push(calendar('perDay', 'day', days, (name) => name.slice(5)));
  if (hours.some((row) => row.received + row.rejected + row.bounced > 0))
    parts.push(calendar('perHour', 'hour', hours, (name) => String(Number(name.slice(0, 2)))));
  return parts;

  function calendar(
    title: 'perDay' | 'perHour',
    first: 'day' | 'hour',
    rows: readonly Named[],
    label: (name: string) => string,
  ): string {
    const columns = [
      { title: word(language, first) },
      ...FLOWS.map((flow) => ({ title: word(language, flow), align: 'right' as const })),
    ];
    const largest = Math.max(1, ...rows.map(height));
    const cells = rows.map((row) => ({
      cells: [row.name, ...FLOWS.map((flow) => number(row[flow]))],
      share: height(row) / largest,
    }));
    const numbers = tableHtml(columns, cells, show);
    const content = charts
      ? `${drawing(word(language, title), rows, label, language, show)}<details><summary>${show(word(language, 'numbers'))}</summary>${numbers}</details>`
      : numbers;
    return `<section><h2>${show(word(language, title))}</h2>${content}</section>`;
  }
}

function height(row: Traffic): number {
  return COLUMNS.reduce((sum, [flow]) => sum + row[flow], 0);
}

function drawing(
  title: string,
  rows: readonly Named[],
  label: (name: string) => string,
  language: Language,
  show: Show,
): string {
  const top = roundUp(Math.max(1, ...rows.map(height)));
  const scale = (HEIGHT - FOOT - 18) / top;
  const step = (WIDTH - LEFT) / rows.length;
  const every = Math.ceil(rows.length / 24);
  const parts: string[] = [];
  for (const share of [1, 0.5, 0]) {
    const y = round(HEIGHT - FOOT - top * share * scale);
    parts.push(`<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/>`);
    if (share > 0)
      parts.push(`<text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${number(top * share)}</text>`);
  }
  for (const [i, row] of rows.entries()) {
    const x = LEFT + i * step;
    const broad = Math.min(step * 0.76, 72);
    const said = COLUMNS.map(([flow]) => `${word(language, flow)} ${number(row[flow])}`).join(', ');
    let y = HEIGHT - FOOT;
    const blocks = COLUMNS.filter(([flow]) => row[flow] > 0).map(([flow, colour]) => {
      y -= row[flow] * scale;
      return `<rect x="${round(x + (step - broad) / 2)}" y="${round(y)}" width="${round(broad)}" height="${round(row[flow] * scale)}" fill="${colour}"/>`;
    });
    parts.push(`<g><title>${show(`${row.name}: ${said}`)}</title>${blocks.join('')}</g>`);
    // On a narrow screen only each third name has room.
    if (i % every === 0)
      parts.push(
        `<text${rows.length > 12 && (i / every) % 3 !== 0 ? ' class="minor"' : ''} x="${round(x + step / 2)}" y="${HEIGHT - 6}" text-anchor="middle">${show(label(row.name))}</text>`,
      );
  }
  const legend = COLUMNS.map(
    ([flow, colour]) =>
      `<span class="key"><span class="swatch" style="background:${colour}"></span>${show(word(language, flow))}</span>`,
  ).join(' ');
  return `<p class="legend">${legend}</p><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${show(title)}">${parts.join('')}</svg>`;
}

/** The next of 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100, 120 ...: its half is a whole number. */
function roundUp(value: number): number {
  for (const small of [2, 4, 6, 8, 10]) if (small >= value) return small;
  for (let power = 1; ; power *= 10)
    for (const step of [12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100])
      if (step * power >= value) return step * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
