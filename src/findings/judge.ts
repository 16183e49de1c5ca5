/**
 * From signs to findings. The limits are those of a small server (FIELD: what people set and what providers
 * publish); a finding tells only what the log proves.
 */
import type { Language } from '../i18n/language.ts';
import { nameOr, pattern, shellWord } from '../i18n/shell-word.ts';
import type { Draft } from './draft.ts';
import type { Finding, Severity } from './finding.ts';
import { saidIn, sorted } from './signs.ts';
import { endedText, findingText } from './text.ts';
import type { Watch } from './watch.ts';
import { endedIn } from './zones.ts';

const GUESSES = 30;
/** Findings of one kind; what fails most says it. */
const MOST_OF_A_KIND = 10;

const ORDER: readonly Severity[] = ['critical', 'warning', 'info'];

/** @param isOwn whether mail for a domain ends on this server */
export function judge(watch: Watch, language: Language, isOwn: (domain: string) => boolean): Finding[] {
  return [...drafts(watch, language, isOwn)]
    .map((draft) => write(draft, language))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.count - a.count);
}

function write({ id, severity, sign, subjects, values, level, causes }: Draft, language: Language): Finding {
  const { count, first, last, evidence } = sign;
  const log = shellWord(evidence[0]?.file ?? 'LOG');
  const text = findingText(id, language, { count, log, ...values }, causes);
  return {
    id,
    severity,
    title: text.title,
    summary: text.summary,
    count,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    subjects,
    evidence,
    cause: text.cause,
    fix: text.fix,
    confidence: { level, reason: text.reason },
  };
}

function* drafts(watch: Watch, language: Language, isOwn: (domain: string) => boolean): Iterable<Draft> {
  yield* watch.backscatter.drafts(isOwn);
  yield* watch.accounts.drafts();
  for (const sign of sorted(watch.zones.values())) {
    const [kind, zone = ''] = sign.key.split(' ');
    yield {
      id: kind === 'dead' ? 'dnsbl-dead' : 'dnsbl-refuses-us',
      severity: 'critical',
      sign,
      subjects: [zone],
      values: {
        zone,
        // For sed -E, between slashes.
        pattern: pattern(nameOr(zone, 'ZONE')),
        name: nameOr(zone, 'ZONE'),
        clients: sign.clients.size,
        ended: endedText(language, endedIn(zone)),
      },
      level: 'high',
    };
  }
  for (const sign of sorted(watch.programs.values()).slice(0, MOST_OF_A_KIND))
    yield {
      id: 'delivery-program-failed',
      severity: 'warning',
      sign,
      subjects: [sign.key],
      values: {
        program: sign.key,
        command: shellWord(sign.key),
        path: shellWord(sign.trouble?.path || 'PATH'),
        service: sign.trouble?.service ?? '',
      },
      level: 'high',
      ...(sign.trouble === undefined ? {} : { causes: [{ id: sign.trouble.cause }] }),
    };
  for (const [id, rows] of [
    ['disk-or-resources', watch.crashes],
    ['tls-disabled', watch.tlsDisabled],
  ] as const)
    for (const sign of sorted(rows.values()).slice(0, MOST_OF_A_KIND))
      yield {
        id,
        severity: 'warning',
        sign,
        subjects: [sign.key],
        values: {
          program: sign.key,
          text: saidIn(sign),
          path: shellWord(
            /"(\/[^"]+)"|(?: from | in )(\/[^\s:,]+)/.exec(saidIn(sign))?.slice(1).join('') || 'FILE',
          ),
        },
        level: 'high',
      };
  if (watch.shortage.count > 0)
    yield {
      id: 'queue-space',
      severity: 'critical',
      sign: watch.shortage,
      subjects: [],
      values: {},
      level: 'high',
    };
  if (watch.guessing.count >= GUESSES) {
    const { list } = watch.guessers.top(5, [0]);
    const subjects = list.map((row) => watch.guessers.key(row));
    yield {
      id: 'password-guessing',
      severity: 'info',
      sign: watch.guessing,
      subjects,
      values: {
        clients: watch.guessers.distinct,
        client: subjects[0] ?? '?',
        address: nameOr(subjects[0] ?? '', 'ADDRESS'),
      },
      level: 'high',
    };
  }
}
