/**
 * Values that a program of Postfix does not start with (mail_conf_bool.c, mail_conf_int.c, mail_conf_time.c): `yes` and `no`
 * in any case; a number, which may have a sign; a time of a number and a unit, of which only the first letter counts:
 *
 *     smtpd_helo_required = on            fatal: bad boolean configuration
 *     message_size_limit = 50M            fatal: bad numerical configuration
 *     smtpd_timeout = 5 min               fatal: parameter smtpd_timeout: bad time value or unit
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { defaultOfService } from '../../postfix/defaults.ts';
import { expand } from '../../postfix/expand.ts';

export type Kind = 'yes-no' | 'number' | 'time';

/** Numbers by their looks alone: a port that may have a name, fractions, names of levels, steps of compatibility. */
const TEXTS =
  /^(?:compatibility_level|lmtp_tcp_port|mail_release_date|milter_protocol|process_id|dont_remove|smtpd_forbid_bare_newline|.*_feedback|.*loglevel)$/;

/** By what is built in, which is never wrong; undefined: another kind, or nothing is known. */
export function kindOf(configuration: Configuration, name: string): Kind | undefined {
  const { defaults, master } = configuration;
  const value = defaults.get(name) ?? defaultOfService(name, master);
  if (value === undefined || TEXTS.test(name) || name.endsWith('_expansion_filter')) return undefined;
  const { text } = expand(value, (each) => defaults.get(each));
  if (/^(?:yes|no)$/i.test(text)) return name.endsWith('_directory') ? undefined : 'yes-no';
  if (/^\d+[smhdw]$/.test(text)) return 'time';
  return /^-?\d+$/.test(text) ? 'number' : undefined;
}

const RIGHT: Readonly<Record<Kind, RegExp>> = {
  'yes-no': /^(?:yes|no)$/i,
  number: /^[+-]?\d+$/,
  time: /^\+?\d+(?:[smhdw].*)?$/s,
};

export function fits(kind: Kind, text: string): boolean {
  return RIGHT[kind].test(text);
}

/** What was most likely meant; undefined: nobody knows. */
export function meantFor(kind: Kind, text: string): string | undefined {
  if (kind === 'yes-no') {
    if (/^(?:on|true|1|y|enabled?|ye+s+\W?)$/i.test(text)) return 'yes';
    return /^(?:off|false|0|n|disabled?|none|no\W)$/i.test(text) ? 'no' : undefined;
  }
  const sized = /^(\d+)\s*([a-z]+)$/i.exec(text);
  if (sized === null) return undefined;
  const [, count, unit] = sized as unknown as [string, string, string];
  if (kind === 'time') {
    const letter = unit[0]!.toLowerCase();
    return 'smhdw'.includes(letter) ? `${count}${letter}` : undefined;
  }
  const power = ['k', 'm', 'g'].indexOf(unit[0]!.toLowerCase()) + 1;
  return power === 0 || !/^.(?:i?b)?$/i.test(unit) ? undefined : String(Number(count) * 1024 ** power);
}
