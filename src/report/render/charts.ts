/** Charts as inline SVG: stacked columns of traffic, and bars. The tables beside them hold the same numbers. */
import type { Language } from '../../i18n/language.ts';
import { number, word } from '../../i18n/report/words.ts';
import type { Traffic } from '../model.ts';
import { escapeHtml } from './escape-html.ts';
import { safe } from './safe.ts';

const WIDTH = 720;
const HEIGHT = 180;
const FOOT = 22;
const LEFT = 56;

/** Colours that differ for the colour-blind too (Okabe and Ito), in both themes. */
const FLOWS = [
  ['received', '#0072b2'],
  ['rejected', '#d55e00'],
  ['bounced', '#cc79a7'],
] as const;

export function trafficChart(
  title: string,
  rows: readonly (Traffic & { name: string })[],
  language: Language,
): string {
  const largest = Math.max(1, ...rows.map((row) => row.received + row.rejected + row.bounced));
  const scale = (HEIGHT - FOOT - 10) / largest;
  const step = (WIDTH - LEFT) / rows.length;
  const every = Math.ceil(rows.length / 24);
  const parts: string[] = [];
  for (const [i, row] of rows.entries()) {
    let y = HEIGHT - FOOT;
    const x = LEFT + i * step;
    const said = FLOWS.map(([flow]) => `${word(language, flow)} ${number(row[flow])}`).join(', ');
    const columns = FLOWS.map(([flow, colour]) => {
      const height = row[flow] * scale;
      y -= height;
      return height === 0
        ? ''
        : `<rect x="${round(x + step * 0.12)}" y="${round(y)}" width="${round(step * 0.76)}" height="${round(height)}" fill="${colour}"/>`;
    });
    parts.push(`<g><title>${escapeHtml(safe(row.name))}: ${escapeHtml(said)}</title>${columns.join('')}</g>`);
    if (i % every === 0)
      parts.push(
        `<text x="${round(x + step / 2)}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(safe(row.name))}</text>`,
      );
  }
  const lines = [1, 0.5].map((share) => {
    const y = HEIGHT - FOOT - largest * share * scale;
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${round(y)}" y2="${round(y)}"/><text x="${LEFT - 6}" y="${round(y + 4)}" text-anchor="end">${escapeHtml(number(largest * share))}</text>`;
  });
  const legend = FLOWS.map(
    ([flow, colour]) =>
      `<span class="key"><svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" fill="${colour}"/></svg> ${escapeHtml(word(language, flow))}</span>`,
  ).join(' ');
  return figure(
    title,
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">${lines.join('')}${parts.join('')}</svg><p class="legend">${legend}</p>`,
  );
}

export function barChart(title: string, rows: readonly { name: string; value: number }[]): string {
  const largest = Math.max(1, ...rows.map((row) => row.value));
  const height = rows.length * 24;
  const bars = rows.map((row, i) => {
    const width = Math.max(1, (row.value / largest) * 380);
    return `<g><title>${escapeHtml(safe(row.name))}: ${number(row.value)}</title><text x="232" y="${i * 24 + 16}" text-anchor="end">${escapeHtml(safe(row.name).slice(0, 34))}</text><rect x="240" y="${i * 24 + 4}" width="${round(width)}" height="16" fill="#d55e00"/><text x="${round(246 + width)}" y="${i * 24 + 16}">${number(row.value)}</text></g>`;
  });
  return figure(
    title,
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${bars.join('')}</svg>`,
  );
}

function figure(title: string, content: string): string {
  return `<section><h2>${escapeHtml(safe(title))}</h2>${content}</section>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
