/** How text is written: in which language, how wide, and whether in colours. */
import { styleText } from 'node:util';
import type { Language } from '../i18n/language.ts';

export interface Form {
  readonly language: Language;
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

export function paint({ color }: Pick<Form, 'color'>, style: Style, text: string): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}
