/** A finding as a card: how bad, what, why, what to do, and the lines that show it. */
import type { Finding } from '../../findings/finding.ts';
import type { Language } from '../../i18n/language.ts';
import { word } from '../../i18n/report/words.ts';
import type { Show } from './html-cells.ts';

/** For mail clients that drop the style sheet; readable on light and dark. */
const EDGE: Readonly<Record<Finding['severity'], string>> = {
  critical: '#d33c32',
  warning: '#c98a10',
  info: '#5b84c4',
};

export function findingHtml(finding: Finding, language: Language, show: Show): string {
  const { severity } = finding;
  return `<article class="finding ${severity}" style="border-left:5px solid ${EDGE[severity]};padding:14px 18px">
<p class="severity">${show(word(language, severity))}</p>
<h2>${show(finding.title)}</h2>
<p>${show(finding.summary)}</p>
<p><strong>${show(word(language, 'cause'))}:</strong> ${show(finding.cause)}</p>
<p><strong>${show(word(language, 'fix'))}:</strong></p>
<ul>${finding.fix.map((step) => `<li>${show(step)}</li>`).join('')}</ul>
${evidence(finding, language, show)}</article>`;
}

function evidence(finding: Finding, language: Language, show: Show): string {
  if (finding.evidence.length === 0) return '';
  const lines = finding.evidence
    .slice(0, 3)
    .map(({ file, line, text }) => `<span class="place">${show(`${file}:${line}`)}</span>\n${show(text)}`);
  return `<details><summary>${show(word(language, 'evidence'))} (${lines.length})</summary><pre>${lines.join('\n')}</pre></details>
`;
}
