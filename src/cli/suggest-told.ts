/** What is suggested, as text and as JSON. */

import type { Language } from '../i18n/language.ts';
import { type SuggestWord, sayReason, saySuggest } from '../i18n/suggest/words.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import type { Replayed } from '../restrictions/replay/replay.ts';
import type { Recommended } from '../restrictions/suggest/evidence.ts';
import { diffOf } from './diff.ts';
import { type Form, paint } from './paint.ts';
import type { SuggestCommands } from './suggest-commands.ts';

export interface ToldSuggestion extends Recommended {
  readonly offline: boolean;
  readonly file: string;
  /** Text of main.cf. */
  readonly before: string;
  readonly after: string;
  readonly commands: SuggestCommands;
}

export function suggestText(told: ToldSuggestion, folder: string, form: Form): string {
  const { language, width, color } = form;
  const { settings, before, after, file, offline, commands } = told;
  const say = (key: SuggestWord, values: Record<string, string | number> = {}): string =>
    saySuggest(language, key, values);
  const lines: string[] = [];
  const paragraph = (text: string, indent = 0, hanging = indent): void => {
    lines.push(...fold(' '.repeat(indent) + safe(text), width, hanging));
  };
  const heading = (key: SuggestWord): void => {
    lines.push('', paint(form, 'bold', say(key)));
  };
  if (settings.length === 0) paragraph(say('nothing', { folder }));
  else {
    lines.push(diffOf(before, after, file, color).trimEnd());
    heading('heading.why');
    for (const { parameter, reasons } of settings) {
      paragraph(parameter, 2);
      for (const { id, values } of reasons) paragraph(`- ${sayReason(language, id, values)}`, 4, 6);
    }
    if (told.replayed !== undefined) {
      heading('heading.log');
      for (const line of logLines(told.replayed, say)) paragraph(line, 2);
    }
  }
  const gaps = [
    ...(told.log === 'none' ? [say('log.none')] : []),
    ...(told.log === 'short' && told.replayed !== undefined
      ? [
          say('log.short', {
            days: told.replayed.days.size,
            accepted: told.replayed.current.accepted,
          }),
        ]
      : []),
    ...(offline ? [say('offline')] : []),
  ];
  if (gaps.length > 0) lines.push('');
  for (const gap of gaps) paragraph(gap);
  if (settings.length > 0) {
    heading('heading.next');
    for (const [key, command] of Object.entries(commands) as [keyof SuggestCommands, string | null][]) {
      if (command === null) continue;
      paragraph(say(`next.${key}`), 2);
      // To be copied: it is not folded.
      lines.push(...command.split('\n').map((line) => `    ${safe(line)}`));
    }
    if (settings.some(({ value }) => value.includes('warn_if_reject'))) paragraph(say('next.promote'), 2);
  }
  return `${lines.join('\n')}\n`;
}

function logLines(
  replayed: Replayed,
  say: (key: SuggestWord, values?: Record<string, string | number>) => string,
): string[] {
  const { attempts, days, rejected, accepted, unknown } = countsOf(replayed);
  return [
    say('log.judged', { attempts, days }),
    say('log.rejected', rejected),
    say('log.accepted', accepted),
    ...(unknown > 0 ? [say('log.unknown', { count: unknown })] : []),
    ...(rejected.real > 0 ? [say('log.real-hit')] : []),
  ];
}

function countsOf({
  attempts,
  days,
  newlyAccepted,
  newlyRejected,
  more,
  falsePositives,
  proposed,
}: Replayed) {
  return {
    attempts,
    days: days.size,
    rejected: { count: newlyRejected.length + more.rejected, real: falsePositives.likely },
    accepted: {
      count: newlyAccepted.length + more.accepted,
      real: newlyAccepted.filter(({ judgement }) => judgement.likelyReal).length,
    },
    unknown: proposed.unknown,
  };
}

export function suggestJson(told: ToldSuggestion, language: Language): object {
  const { settings, replayed, log, offline, commands, file } = told;
  return {
    schema: 1,
    file,
    settings: settings.map(({ parameter, before, value, reasons }) => ({
      ...{ parameter, before, value },
      reasons: reasons.map(({ id, values }) => ({ id, text: sayReason(language, id, values) })),
    })),
    log,
    offline,
    replay: replayed === undefined ? null : replayJson(replayed),
    commands,
  };
}

function replayJson(replayed: Replayed): object {
  const { attempts, days, rejected, accepted, unknown } = countsOf(replayed);
  return {
    ...{ attempts, days, current: replayed.current, proposed: replayed.proposed },
    newlyRejected: { count: rejected.count, likelyReal: rejected.real },
    newlyAccepted: { count: accepted.count, likelyReal: accepted.real },
    unknown,
  };
}
