/**
 * pflogsumm's options, of 1.1.5 and of the releases of 2025-26, with hyphens or underscores, so that a cron
 * line needs only the name changed. docs/pflogsumm.md says what each means here.
 */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { ListLimits } from '../report/build.ts';
import type { FormOptions } from '../report/collect/address.ts';
import { wholeNumber } from './number.ts';

export interface PflogsummOptions {
  h?: string;
  u?: string;
  detail?: string;
  bounceDetail?: string;
  deferralDetail?: string;
  rejectDetail?: string;
  smtpDetail?: string;
  smtpdWarningDetail?: string;
  e?: boolean;
  mailq?: boolean;
  verboseMsgDetail?: boolean;
  ignoreCase?: boolean;
  uucpMung?: boolean;
  verpMung?: string;
  srsMung?: boolean;
  colwidth?: string;
  unprocdFile?: string;
}

/** With a value. */
const VALUED = [
  '-h <count>',
  '-u <count>',
  '--detail <count>',
  '--bounce-detail <count>',
  '--deferral-detail <count>',
  '--reject-detail <count>',
  '--smtp-detail <count>',
  '--smtpd-warning-detail <count>',
  '--syslog-name <name>',
  '--colwidth <count>',
  '--unprocd-file <file>',
  '--pscrn-detail <count>',
  '--verp-mung <level>',
];

/** Taken, because the report does so anyway or does not need it. */
const FLAGS = [
  '--mailq',
  '--verbose-msg-detail',
  '-i, --ignore-case',
  '-m, --uucp-mung',
  '--srs-mung',
  '-e',
  '-x',
  '--iso-date-time',
  '--zero-fill',
  '--rej-add-from',
  '--rej-add-to',
  '--use-orig-to',
  '--pscrn-stats',
  '--dow0mon',
  '--no-no-msg-size',
];

export function addPflogsummOptions(command: Command): void {
  for (const flags of [...VALUED, ...FLAGS]) command.addOption(new Option(flags).hideHelp());
}

/** Old switches that became counts, in pflogsumm itself. */
const REPLACED: Readonly<Record<string, string>> = {
  '--no-bounce-detail': '--bounce-detail=0',
  '--no-deferral-detail': '--deferral-detail=0',
  '--no-reject-detail': '--reject-detail=0',
  '--no-smtpd-warnings': '--smtpd-warning-detail=0',
};

/** Options whose number may be left out, with the number meant then: what follows may be the first log. */
const OPTIONAL: Readonly<Record<string, string>> = { '--verp-mung': '1', '--show-unparsed': '100' };

/** `--problems_first` as `--problems-first`, `-h=5` as `-h5`; values and file names stay as they are. */
export function hyphenate(argv: readonly string[]): string[] {
  let ended = false;
  return argv.map((word, i) => {
    if (word === '--') ended = true;
    if (ended) return word;
    if (!word.startsWith('--')) return word.replace(/^(-[dhu])=/, '$1');
    const equals = word.indexOf('=');
    const name = (equals < 0 ? word : word.slice(0, equals)).replaceAll('_', '-');
    if (equals < 0 && OPTIONAL[name] !== undefined && !/^\d+$/.test(argv[i + 1] ?? ''))
      return `${name}=${OPTIONAL[name]}`;
    return (REPLACED[name] ?? name) + (equals < 0 ? '' : word.slice(equals));
  });
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

/** `--top` with 0 for all; pflogsumm's counts, where 0 means none, win for their own lists. */
export function limitsOf(top: number, options: PflogsummOptions): ListLimits {
  const byList: Record<string, number> = {};
  const set = (lists: readonly string[], text: string | undefined, option: string): void => {
    if (text === undefined) return;
    const count = wholeNumber(text, option, 20, Number.NEGATIVE_INFINITY);
    // pflogsumm's -1 is "all".
    for (const list of lists) byList[list] = count < 0 ? Number.POSITIVE_INFINITY : count;
  };
  const rejects = ['rejects', 'rejectWarnings', 'holds', 'discards', 'zones'];
  set(
    [...HOST_LISTS, ...USER_LISTS, ...rejects, 'bounces', 'deferrals', 'warnings'],
    options.detail,
    '--detail',
  );
  set(HOST_LISTS, options.h, '-h');
  set(USER_LISTS, options.u, '-u');
  set(['bounces'], options.bounceDetail, '--bounce-detail');
  set(['deferrals'], options.deferralDetail, '--deferral-detail');
  set(rejects, options.rejectDetail, '--reject-detail');
  set(['warnings'], options.smtpdWarningDetail, '--smtpd-warning-detail');
  return { all: top === 0 ? Number.POSITIVE_INFINITY : top, byList };
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
