/**
 * Tables of the HTML report. Mail clients drop style sheets, so what a table needs to be read (which side a number
 * stands on, room between cells) is in attributes too.
 */
import type { Language } from '../../i18n/language.ts';
import { word } from '../../i18n/report/words.ts';
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
}

export function tableHtml(columns: readonly Column[], rows: readonly Row[], show: Show): string {
  const bars = rows.some(({ share }) => share !== undefined);
  const head = columns.some(({ title }) => title !== '')
    ? `<thead><tr>${columns.map((column) => cell('th', column, column.title, show)).join('')}${bars ? '<th class="bar"></th>' : ''}</tr></thead>`
    : '';
  const body = rows.map(({ cells, share = 0 }) => {
    const bar = bars ? `<td class="bar"><span style="width:${Math.round(share * 100)}%"></span></td>` : '';
    return `<tr>${columns.map((column, i) => cell('td', column, cells[i] ?? '', show)).join('')}${bar}</tr>`;
  });
  return `<div class="scroll"><table cellpadding="4" cellspacing="0">${head}<tbody>${body.join('\n')}</tbody></table></div>`;
}

function cell(tag: 'th' | 'td', column: Column, text: string, show: Show): string {
  const [align, kind] =
    column.align === 'right'
      ? ['right', ' class="number"']
      : ['left', column.flexible === true ? ' class="long"' : ' class="name"'];
  return `<${tag}${tag === 'th' ? ' scope="col"' : ''} align="${align}" valign="top"${kind}>${show(cut(text, LONGEST))}</${tag}>`;
}

/** @param bars how the rows compare, as bars */
export function sectionHtml(section: Section, language: Language, show: Show, bars: boolean): string {
  const largest = Math.max(0, ...section.counts);
  const rows = section.rows.map((cells, i) =>
    bars && largest > 0 ? { cells, share: (section.counts[i] ?? 0) / largest } : { cells },
  );
  const more =
    section.more > 0 ? `<p class="dim">${show(word(language, 'more', { count: section.more }))}</p>` : '';
  return `<section><h2>${show(section.title)}</h2>${tableHtml(section.columns, rows, show)}${more}</section>`;
}
