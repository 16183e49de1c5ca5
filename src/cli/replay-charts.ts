/** Pictures of a replay: which lists refuse the same mail, and what would have been taken and refused day by day. */
import type { Language } from '../i18n/language.ts';
import { put } from '../i18n/put.ts';
import { sayReplay } from '../i18n/replay/words.ts';
import { type Show, tableHtml } from '../report/render/html-cells.ts';
import type { DayCount, Replayed } from '../restrictions/replay/replay.ts';

/** Lists in the picture at most, those with the most hits: more cannot be read. */
const MOST_ZONES = 16;

const number = (each: number): string => put('{each}', { each });

/** A matrix: row A, column B is how many attempts both would refuse, as deep as its share of all that A would. */
export function overlapHtml({ overlap }: Replayed, language: Language, show: Show): string {
  const { zones, matrix } = overlap;
  const shown = zones
    .map((_zone, i) => i)
    .filter((i) => matrix[i]![i]! > 0)
    .sort((a, b) => matrix[b]![b]! - matrix[a]![a]!)
    .slice(0, MOST_ZONES);
  if (shown.length < 2) return '';
  const head = shown.map((_zone, i) => `<th scope="col">${letter(i)}</th>`).join('');
  const rows = shown.map((a, i) => {
    const all = matrix[a]![a]!;
    const cells = shown.map((b) => {
      const count = matrix[a]![b]!;
      const share = count / all;
      const told = `${zones[a]!} / ${zones[b]!}: ${Math.round(share * 100)} %`;
      // A tint of at most half keeps the number readable on light and dark ground.
      return `<td title="${show(told)}" style="background:rgba(224,121,43,${(share * 0.55).toFixed(2)})">${number(count)}</td>`;
    });
    return `<tr><th scope="row">${letter(i)} ${show(zones[a]!)}</th>${cells.join('')}</tr>`;
  });
  const lead = sayReplay(language, 'overlap.lead');
  return `<p class="dim">${show(lead)}</p><div class="scroll"><table class="overlap"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function letter(i: number): string {
  return String.fromCharCode(65 + i);
}

/** As in the report's charts: colours that differ for the colour-blind too, in both themes. */
const COLUMNS = [
  ['accepted', '#3a86c8'],
  ['rejected', '#e0792b'],
  ['unknown', '#9aa3af'],
] as const;
const WIDTH = 720;
const HEIGHT = 250;
const FOOT = 28;
const HEAD = 18;
const LEFT = 60;

/** Two columns a day: the current restrictions on the left and paler, the proposed ones on the right. */
export function timelineHtml({ days }: Replayed, language: Language, show: Show): string {
  if (days.size === 0) return '';
  const say = (key: 'accepted' | 'rejected' | 'unknown' | 'current' | 'proposed' | 'day'): string =>
    sayReplay(language, `column.${key}`);
  const all = [...days];
  const height = (count: DayCount): number => COLUMNS.reduce((sum, [key]) => sum + count[key], 0);
  const top = Math.max(2, ...all.flatMap(([, { current, proposed }]) => [height(current), height(proposed)]));
  const scale = (HEIGHT - FOOT - HEAD) / top;
  const step = (WIDTH - LEFT) / all.length;
  const every = Math.ceil(all.length / 12);
  const broad = Math.min(step * 0.38, 36);
  const parts: string[] = [];
  for (const share of [1, 0.5, 0]) {
    const y = HEIGHT - FOOT - share * top * scale;
    parts.push(`<line x1="${LEFT}" x2="${WIDTH}" y1="${round(y)}" y2="${round(y)}"/>`);
    if (share === 1 || (share > 0 && top % 2 === 0))
      parts.push(`<text x="${LEFT - 6}" y="${round(y + 4)}" text-anchor="end">${number(top * share)}</text>`);
  }
  for (const [i, [date, day]] of all.entries()) {
    const middle = LEFT + (i + 0.5) * step;
    for (const side of ['current', 'proposed'] as const) {
      const count = day[side];
      const x = side === 'current' ? middle - broad - 1 : middle + 1;
      let y = HEIGHT - FOOT;
      const blocks = COLUMNS.filter(([key]) => count[key] > 0).map(([key, colour]) => {
        y -= count[key] * scale;
        return `<rect x="${round(x)}" y="${round(y)}" width="${round(broad)}" height="${round(count[key] * scale)}" fill="${colour}"${side === 'current' ? ' opacity=".5"' : ''}/>`;
      });
      const said = COLUMNS.map(([key]) => `${say(key)} ${number(count[key])}`).join(', ');
      parts.push(`<g><title>${show(`${date} ${say(side)}: ${said}`)}</title>${blocks.join('')}</g>`);
    }
    if (i % every === 0)
      parts.push(
        `<text x="${round(middle)}" y="${HEIGHT - 6}" text-anchor="middle"${i % (every * 3) === 0 ? '' : ' class="minor"'}>${show(date.slice(5))}</text>`,
      );
  }
  const legend = COLUMNS.map(
    ([key, colour]) =>
      `<span class="key"><span class="swatch" style="background:${colour}"></span>${show(say(key))}</span>`,
  ).join(' ');
  const drawing = `<p class="legend">${legend} <span class="key">${show(sayReplay(language, 'timeline.lead'))}</span></p><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${show(sayReplay(language, 'heading.days'))}">${parts.join('')}</svg>`;
  const columns = [
    { title: say('day') },
    ...COLUMNS.flatMap(([key]) =>
      (['current', 'proposed'] as const).map((side) => ({
        title: `${say(key)} (${say(side)})`,
        align: 'right' as const,
      })),
    ),
  ];
  const rows = all.map(([date, { current, proposed }]) => ({
    cells: [date, ...COLUMNS.flatMap(([key]) => [number(current[key]), number(proposed[key])])],
  }));
  return `${drawing}<details><summary>${show(sayReplay(language, 'numbers'))}</summary>${tableHtml(columns, rows, show)}</details>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
