/**
 * A replay as one HTML file that needs nothing else, in the manner of the report: the verdict first, then who would be hit
 * and why. Whatever a client wrote is made harmless and escaped.
 */
import type { Language } from '../i18n/language.ts';
import { put } from '../i18n/put.ts';
import { type ReplayWord, sayReplay } from '../i18n/replay/words.ts';
import { iso } from '../report/build.ts';
import { escapeHtml } from '../report/render/escape-html.ts';
import { type Show, tableHtml } from '../report/render/html-cells.ts';
import { safe } from '../report/render/safe.ts';
import { FONT, STYLE } from '../report/render/style.ts';
import type { Changed } from '../restrictions/replay/replay.ts';
import { compareRules } from '../restrictions/replay/rule-count.ts';
import type { ToldReplay } from './replay.ts';
import { overlapHtml, timelineHtml } from './replay-charts.ts';
import { limitsOf } from './replay-json.ts';
import { verdicts } from './replay-text.ts';

export interface ReplayHtmlForm {
  readonly language: Language;
  /** Entries a list. */
  readonly top: number;
}

const MORE_STYLE = `
.change { white-space: pre-wrap; }
.mail { border-top: 1px solid var(--line); padding: 10px 0; overflow-wrap: anywhere; }
.mail:first-of-type { border-top: 0; }
.mail p { margin: 0; }
.mail ul { margin: 4px 0 0; padding-left: 22px; color: var(--dim); font-size: .9rem; }
.mark { display: inline-block; padding: 0 10px; border-radius: 999px; font-size: .82rem; font-weight: 650; color: var(--critical); background: var(--critical-ground); }
.verdict.wide { display: block; margin: 0 0 10px; padding: 10px 16px; border-radius: 12px; font-weight: 650; font-size: 1.08rem; }
.overlap { width: auto; margin-top: 8px; }
.overlap td, .overlap th, .overlap tbody tr:last-child > * { padding: 6px 10px; text-align: right; border: 1px solid var(--line); }
.overlap th[scope="row"] { text-align: left; font-weight: 400; color: var(--ink); overflow-wrap: anywhere; min-width: 9em; }
@media (min-width: 561px) { .chart text { font-size: 11px; } }
`;

export function replayHtml(told: ToldReplay, form: ReplayHtmlForm): string {
  const { replayed, settings, offline, more } = told;
  const { language } = form;
  const show: Show = (text) => escapeHtml(safe(text));
  const say = (key: ReplayWord, values: Record<string, string | number> = {}): string =>
    sayReplay(language, key, values);
  const title = settings.length === 0 ? say('title.none') : say('title.change');
  const [first, ...others] = verdicts(replayed, settings.length > 0, language);
  const kind = gravity(told);
  const notes = [
    ...others,
    ...(more > 0 ? [say('kept', { count: more })] : []),
    ...(offline
      ? [say('offline')]
      : replayed.questions > 0
        ? [say('questions', { count: replayed.questions })]
        : []),
  ];
  const body = [
    `<header><p class="brand">Sekisho replay</p><h1>${show(title)}</h1>`,
    settings.length === 0
      ? ''
      : `<pre class="change">${settings.map(({ name, value }) => show(`${name} = ${value.replace(/\s*\n\s*/g, ' ')}`)).join('\n')}</pre>`,
    '</header>',
    first === undefined ? '' : `<p class="verdict wide ${kind}">${show(first)}</p>`,
    ...notes.map((note) => `<p class="note">${show(note)}</p>`),
    section(say('heading.totals'), totals(told, say, show), show),
    changes('heading.rejected', replayed.newlyRejected, replayed.more.rejected),
    changes('heading.accepted', replayed.newlyAccepted, replayed.more.accepted),
    section(say('heading.overlap'), overlapHtml(replayed, language, show), show),
    section(say('heading.days'), timelineHtml(replayed, language, show), show),
    rules(),
    section(say('heading.unknown'), unknown(), show),
    section(
      say('heading.limits'),
      `<ul>${limitsOf(language)
        .map((limit) => `<li>${show(limit)}</li>`)
        .join('')}</ul>`,
      show,
    ),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${show(`Sekisho replay: ${first ?? title}`)}</title>
<style>${STYLE}${MORE_STYLE}</style>
</head>
<body style="font-family:${FONT.replaceAll('"', "'")}">
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;

  function changes(heading: ReplayWord, all: readonly Changed[], more: number): string {
    if (all.length === 0) return '';
    const shown = all.slice(0, form.top);
    const rest = all.length + more - shown.length;
    const mail = shown.map((each) => mailHtml(each, language, show));
    const left = rest > 0 ? `<p class="dim">${show(say('more.top', { count: rest }))}</p>` : '';
    return section(
      put('{heading}: {count}', { heading: say(heading), count: all.length + more }),
      `${mail.join('\n')}${left}`,
      show,
    );
  }

  function rules(): string {
    const right = 'right' as const;
    const number = (each: number | undefined): string => (each === undefined ? '-' : put('{each}', { each }));
    const { currentRules } = replayed;
    const column = (side: ReplayWord, what: ReplayWord) => ({
      title: `${say(side)} ${say(what)}`,
      align: right,
    });
    const columns =
      currentRules === undefined
        ? [
            { title: say('column.hits'), align: right },
            { title: say('column.unique'), align: right },
            { title: say('column.real'), align: right },
          ]
        : (['column.hits', 'column.unique'] as const).flatMap((what) => [
            column('side.current', what),
            column('side.proposed', what),
          ]);
    const rows = compareRules(currentRules ?? [], replayed.rules).map(({ rule, current, proposed }) => ({
      cells: [
        rule.step.written,
        ...(currentRules === undefined
          ? [proposed?.hits, proposed?.unique, proposed?.real]
          : [current?.hits, proposed?.hits, current?.unique, proposed?.unique]
        ).map(number),
      ],
      below: show(rule.list),
    }));
    if (rows.length === 0) return '';
    const head = [{ title: say('column.rule'), flexible: true }, ...columns];
    return section(
      say(currentRules === undefined ? 'heading.rules' : 'heading.compared'),
      tableHtml(head, rows, show),
      show,
    );
  }

  function unknown(): string {
    if (replayed.unknown.length === 0) return '';
    const columns = [
      { title: say('column.need'), flexible: true },
      { title: say('column.count'), align: 'right' as const },
    ];
    const rows = replayed.unknown
      .slice(0, form.top)
      .map(({ need, count }) => ({ cells: [need, put('{count}', { count })] }));
    return tableHtml(columns, rows, show);
  }
}

/** Nothing where it would be empty. */
function section(title: string, content: string, show: Show): string {
  return content === '' ? '' : `<section><h2>${show(title)}</h2>${content}</section>`;
}

function gravity({ replayed }: ToldReplay): 'critical' | 'warning' | 'fine' {
  if (replayed.falsePositives.likely > 0) return 'critical';
  return replayed.proposed.unknown > 0 || replayed.otherwise > 0 ? 'warning' : 'fine';
}

function totals({ replayed }: ToldReplay, say: (key: ReplayWord) => string, show: Show): string {
  const right = 'right' as const;
  const columns = [
    { title: '', flexible: true },
    ...(['column.accepted', 'column.rejected', 'column.unknown'] as const).map((key) => ({
      title: say(key),
      align: right,
    })),
  ];
  const rows = (['current', 'proposed'] as const).map((side) => {
    const { accepted, rejected, unknown } = replayed[side];
    return {
      cells: [say(`column.${side}`), ...[accepted, rejected, unknown].map((each) => put('{each}', { each }))],
    };
  });
  return tableHtml(columns, rows, show);
}

function mailHtml({ attempt, evaluation, judgement }: Changed, language: Language, show: Show): string {
  const { sender, recipient, clientName, clientAddress, helo, time } = attempt;
  const mark = judgement.certain ? 'certain' : judgement.likelyReal ? 'likely' : undefined;
  const real = mark === undefined ? '' : ` <strong class="mark">${show(sayReplay(language, mark))}</strong>`;
  const who = `${clientName}[${clientAddress}]${helo === undefined ? '' : `, HELO ${helo}`}`;
  const signs = judgement.signs.map(
    ({ id, values }) => `<li>${show(sayReplay(language, `sign.${id}`, values))}</li>`,
  );
  return `<div class="mail"><p><strong>${show(`<${sender}> → <${recipient}>`)}</strong>${real}</p>
<p>${show(`${iso(time)}  ${who}`)}</p>
<p><code>${show(evaluation.rule?.step.written ?? '')}</code></p>
${signs.length === 0 ? '' : `<ul>${signs.join('')}</ul>`}</div>`;
}
