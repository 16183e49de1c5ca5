/**
 * pflogsumm's options, of 1.1.5 and of the releases of 2025-26, with hyphens or underscores, so that a cron
 * line needs only the name changed. docs/pflogsumm.md says what each means here.
 */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { FormOptions } from '../report/collect/address.ts';
import { type ListLimits, REASON_LISTS } from '../report/limits.ts';
import { wholeNumber } from './number.ts';
import type { Names } from './pflogsumm-config.ts';
import type { Spellings } from './spelling.ts';

export interface PflogsummOptions {
  hostCnt?: string;
  userCnt?: string;
  detail?: string;
  bounceDetail?: string;
  deferralDetail?: string;
  rejectDetail?: string;
  smtpDetail?: string;
  smtpdWarningDetail?: string;
  mailq?: boolean;
  verboseMsgDetail?: boolean;
  ignoreCase?: boolean;
  uucpMung?: boolean;
  verpMung?: string;
  srsMung?: boolean;
  colwidth?: string;
  unprocdFile?: string;
  dow0mon?: boolean;
}

/** With a value; of 1.1.5. */
const VALUED = [
  '-h, --host-cnt <count>',
  '-u, --user-cnt <count>',
  '--detail <count>',
  '--bounce-detail <count>',
  '--deferral-detail <count>',
  '--reject-detail <count>',
  '--smtp-detail <count>',
  '--smtpd-warning-detail <count>',
  '--syslog-name <name>',
  '--verp-mung <level>',
];

/** Taken, because the report does so anyway or does not need it; of 1.1.5. */
const FLAGS = [
  '--mailq',
  '--verbose-msg-detail',
  '-i, --ignore-case',
  '-m, --uucp-mung',
  '--iso-date-time',
  '--zero-fill',
  '--rej-add-from',
  '--no-no-msg-size',
];

/** Of the releases since. */
const NEWER = [
  '--colwidth <count>',
  '--unprocd-file <file>',
  '--pscrn-detail <count>',
  '--srs-mung',
  '-x, --debug',
  '--rej-add-to',
  '--use-orig-to',
  '--pscrn-stats',
  '--dow0mon',
];

export function addPflogsummOptions(command: Command): void {
  for (const flags of [...VALUED, ...FLAGS, ...NEWER]) command.addOption(new Option(flags).hideHelp());
}

/** Old switches that became counts, in pflogsumm itself. */
const REPLACED: Readonly<Record<string, string>> = {
  '--no-bounce-detail': '--bounce-detail=0',
  '--no-deferral-detail': '--deferral-detail=0',
  '--no-reject-detail': '--reject-detail=0',
  '--no-smtpd-warnings': '--smtpd-warning-detail=0',
  // The name that 1.1.12 and later have for -d.
  '--date-range': '--date',
};

/** Options that 1.1.5 shares with this command. */
const SHARED = ['--problems-first', '--smtpd-stats', '--extended-detail', '--help', '--version'];

export function pflogsummSpellings(options: readonly Option[]): Spellings {
  const old = [...VALUED, ...FLAGS].map((flags) => new Option(flags).long!);
  return {
    options: [...options, new Option('--help'), new Option('-V, --version')],
    optional: { '--verp-mung': '1', '--show-unparsed': '100' },
    replaced: REPLACED,
    preferred: [...old, ...Object.keys(REPLACED), ...SHARED],
  };
}

/** Which names a file of pflogsumm's `--config` may have. */
export function pflogsummNames(): Names {
  const options = [
    ...VALUED,
    ...FLAGS,
    ...NEWER,
    '-d, --date-range <days>',
    '-e, --extended-detail',
    '-q, --quiet',
  ].map((flags) => new Option(flags));
  const find = (name: string): Option | undefined =>
    options.find(({ short, long }) => short === `-${name}` || long === `--${name}`);
  return {
    isKnown: (name) =>
      find(name) !== undefined || SHARED.includes(`--${name}`) || REPLACED[`--${name}`] !== undefined,
    takesValue: (name) => find(name)?.required === true,
  };
}

const HOST_LISTS = ['sendingDomains', 'recipientDomains', 'perHost', 'topClients', 'domains'];
const USER_LISTS = [
  'topSenders',
  'topSendersBySize',
  'topRecipients',
  'topRecipientsBySize',
  'accounts',
  'saslByClient',
  'saslByAccount',
  'loginFailuresByClient',
];

/**
 * `--top` with 0 for all; pflogsumm's counts, where 0 means none, win for their own lists. Each of them also says how many
 * stand below a reason, which is what pflogsumm counts.
 * @param asked whether `--top` was given
 */
export function limitsOf(top: number, options: PflogsummOptions, asked = false): ListLimits {
  const byList: Record<string, number> = {};
  const all = top === 0 ? Number.POSITIVE_INFINITY : top;
  const subjects: Record<string, number> = asked
    ? Object.fromEntries(REASON_LISTS.map((list) => [list, all]))
    : {};
  const set = (lists: readonly string[], text: string | undefined, option: string): void => {
    if (text === undefined) return;
    const count = wholeNumber(text, option, 20, Number.NEGATIVE_INFINITY);
    // pflogsumm's -1 is "all".
    for (const list of lists) {
      byList[list] = count < 0 ? Number.POSITIVE_INFINITY : count;
      subjects[list] = byList[list];
    }
  };
  const rejects = ['rejects', 'rejectWarnings', 'holds', 'discards', 'zones'];
  set(
    [...HOST_LISTS, ...USER_LISTS, ...rejects, 'bounces', 'deferrals', 'warnings'],
    options.detail,
    '--detail',
  );
  set(HOST_LISTS, options.hostCnt, '-h');
  set(USER_LISTS, options.userCnt, '-u');
  set(['bounces'], options.bounceDetail, '--bounce-detail');
  set(['deferrals'], options.deferralDetail, '--deferral-detail');
  set(rejects, options.rejectDetail, '--reject-detail');
  set(['warnings'], options.smtpdWarningDetail, '--smtpd-warning-detail');
  return { all, byList, subjects };
}

export function formOf(options: PflogsummOptions): FormOptions {
  const verp =
    options.verpMung === undefined ? 0 : wholeNumber(options.verpMung, '--verp-mung', 2) > 1 ? 2 : 1;
  return {
    ignoreCase: options.ignoreCase === true,
    uucp: options.uucpMung === true,
    srs: options.srsMung === true,
    verp,
  };
}
