/**
 * Tables of the HTML report. Mail clients drop style sheets, so what a table needs to be read (which side a number
 * stands on, room between cells) is in attributes too.
 */
import type { Language } from '../../i18n/language.ts';
import { word } from '../../i18n/report/words.ts';
import { behindHtml } from './behind.ts';
import { cut } from './fold.ts';
import type { Section } from './sections.ts';
import type { Column } from './table.ts';

/** Columns of a cell's text: an address may be as long as its sender likes; JSON has all of it. */
const LONGEST = 240;

/** Log text made harmless and escaped. */
export type Show = (text: string) => string;

export interface Row {
  readonly cells: readonly string[];
  /** 0 to 1: a bar behind the row's end. */
  readonly share?: number;
  /** HTML below the long text. */
  readonly below?: string;
}

export function tableHtml(columns: readonly Column[], rows: readonly Row[], show: Show): string {
  const bars = rows.some(({ share }) => share !== undefined);
  const head = columns.some(({ title }) => title !== '')
    ? `<thead><tr>${columns.map((column) => cell('th', column, column.title, show)).join('')}${bars ? '<th class="bar"></th>' : ''}</tr></thead>`
    : '';
  const body = rows.map(({ cells, share = 0, below = '' }) => {
    const bar = bars ? `<td class="bar"><span style="width:${Math.round(share * 100)}%"></span></td>` : '';
    return `<tr valign="top">${columns.map((column, i) => cell('td', column, cells[i] ?? '', show, below)).join('')}${bar}</tr>`;
  });
  return `<div class="scroll"><table cellpadding="4" cellspacing="0">${head}<tbody>${body.join('\n')}</tbody></table></div>`;
}

function cell(tag: 'th' | 'td', column: Column, text: string, show: Show, below = ''): string {
  const right = column.align === 'right';
  const kind = right ? '' : column.flexible === true ? ' class="long"' : ' class="name"';
  // Cells stand left, heads in the middle, where nothing is said.
  const align = right ? ' align="right"' : tag === 'th' ? ' align="left"' : '';
  const who = below === '' || column.flexible !== true ? '' : `<br><small class="who">${below}</small>`;
  return `<${tag}${align}${kind}>${show(cut(text, LONGEST))}${who}</${tag}>`;
}

/** From this many columns on a list takes the page's whole width, and the name of each row comes first. */
const MANY = 5;
/** Beside these nothing of their kind stands. */
const ALONE: ReadonlySet<string> = new Set(['sendingDomains']);

export interface SectionOptions {
  /** How the rows compare, as bars. */
  readonly bars: boolean;
  /** At most so many. */
  readonly rows: number;
}

export function sectionHtml(
  section: Section,
  language: Language,
  show: Show,
  { bars, rows: most }: SectionOptions,
): string {
  const wide = section.columns.length >= MANY;
  const order = wide ? nameFirst(section.columns) : section.columns.map((_column, i) => i);
  const largest = Math.max(0, ...section.counts);
  const rows = section.rows.slice(0, most).map((row, i) => {
    const cells = order.map((at) => row[at] ?? '');
    const who = section.behind?.[i];
    const below = who === undefined ? {} : { below: behindHtml(who, language, show) };
    const share = bars && largest > 0 ? { share: (section.counts[i] ?? 0) / largest } : {};
    return { cells, ...below, ...share };
  });
  const columns = order.map((at) => section.columns[at]!);
  const count = section.more + section.rows.length - rows.length;
  return [
    `<section${wide || ALONE.has(section.id) ? ' class="wide"' : ''}><h2>${show(section.title)}</h2>`,
    section.lead === undefined ? '' : `<p>${show(section.lead)}</p>`,
    rows.length === 0 ? '' : tableHtml(columns, rows, show),
    count > 0 ? `<p class="dim">${show(word(language, 'more', { count }))}</p>` : '',
    '</section>',
  ].join('');
}

function nameFirst(columns: readonly Column[]): number[] {
  const places = columns.map((_column, i) => i);
  const flexible = places.filter((i) => columns[i]!.flexible === true);
  return [...flexible, ...places.filter((i) => columns[i]!.flexible !== true)];
}
