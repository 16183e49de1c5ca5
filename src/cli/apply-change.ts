/** Shows a change of main.cf, asks whether it is wanted, makes it, and tells what became of it. */

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { SekishoError } from '../config/error.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import { sayApply } from '../i18n/apply/words.ts';
import type { Language } from '../i18n/language.ts';
import { changeOver, type Earlier, finishEarlier, type Outcome } from '../postfix/change-over.ts';
import { type Configuration, effective } from '../postfix/configuration.ts';
import { type Journal, readJournal, removeJournal, standing } from '../postfix/journal.ts';
import { isInstalled, rehearse } from '../postfix/live.ts';
import { lockFor } from '../postfix/lock-file.ts';
import { readMainCf } from '../postfix/main-cf.ts';
import { decoded } from '../postfix/read.ts';
import { removeLeftovers } from '../postfix/replace-file.ts';
import { refuseWhereNobodyMayWrite } from '../postfix/write-failed.ts';
import { agreed } from './agreed.ts';
import { type Doubt, doubtsOf } from './apply-doubts.ts';
import { diffOf } from './diff.ts';
import { type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { uninterrupted } from './uninterrupted.ts';

export interface ApplyOptions extends EveryOptions {
  configDir: string;
  dryRun?: boolean;
  yes?: boolean;
  /** Although lint finds it grave. */
  force?: boolean;
}

export interface Wanted {
  readonly configuration: Configuration;
  /** main.cf itself, where it is a link to a file. */
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** Of a rollback: the copy that it goes back to. */
  readonly back: string | undefined;
}

interface Done extends Outcome {
  readonly changed: readonly Changed[];
  readonly restored: string | null;
  /** What became of a change that was cut off before. */
  readonly earlier: Earlier['end'] | null;
  readonly doubts: readonly Doubt[];
}

interface Changed {
  readonly parameter: string;
  readonly before: string | null;
  readonly after: string | null;
}

const NOTHING: Outcome = { backup: null, reloaded: false, undone: null, silent: [] };
/** A reload does not make them known (postconf(5)). */
const NEED_RESTART = ['inet_interfaces', 'inet_protocols'];

export async function change(wanted: Wanted, options: ApplyOptions): Promise<void> {
  const day = everyday(options);
  const journal = readJournal(wanted.file);
  if (journal !== undefined)
    day.note(sayApply(day.language, 'earlier-open', { began: journal.began, copy: journal.backup }));
  if (options.dryRun === true || (wanted.before.equals(wanted.after) && journal === undefined)) {
    const doubts = await show(wanted, options, day);
    return tell(wanted, { ...NOTHING, ...aboutIt(wanted), earlier: null, doubts }, options, day);
  }
  refuseImpossible(wanted, options);
  await uninterrupted(async (ended) => {
    const doubts = await show(wanted, options, day);
    const grave = doubts.find((doubt) => doubt.grave);
    if (grave !== undefined && wanted.back === undefined && options.force !== true)
      return refuse(wanted, doubts, `${grave.id}: ${grave.message}`, options, day);
    if (!(await agreed(options, day.language, wanted.back === undefined ? 'ask' : 'ask-back', ended))) {
      process.stdout.write(`${sayApply(day.language, 'declined')}\n`);
      return;
    }
    const lock = lockFor(wanted.file);
    try {
      await make(wanted, doubts, options, day, ended);
    } finally {
      lock.release();
    }
  });
}

/** Before anybody is asked. */
function refuseImpossible({ file, configuration }: Wanted, { configDir }: ApplyOptions): void {
  refuseWhereNobodyMayWrite(file);
  if (!existsSync(configuration.master.file))
    throw new SekishoError(
      'postfix-config',
      '{folder} has no master.cf: no Postfix can run with it',
      'name the folder of main.cf with -c, as in -c /etc/postfix',
      { values: { folder: configDir } },
    );
  if (!isInstalled())
    throw new SekishoError(
      'postfix-write',
      'Postfix is not installed here (postconf does not run): nobody could check the change',
      'run it on the mail server itself',
    );
}

/** With the lock. */
async function make(
  wanted: Wanted,
  doubts: readonly Doubt[],
  options: ApplyOptions,
  day: Everyday,
  ended: AbortSignal,
): Promise<void> {
  const { configuration, file, before, after } = wanted;
  removeLeftovers(file);
  const open = readJournal(file);
  const earlier = open && (await endOf(open, wanted, options, ended));
  const about = { ...aboutIt(wanted), earlier: earlier?.end ?? null, doubts };
  if (earlier !== undefined) {
    const why = earlier.end === 'taken-back' ? earlier.why : '';
    day.note(sayApply(day.language, `earlier-${earlier.end}`, { file, why }));
    if (earlier.end === 'taken-back')
      return tell(wanted, { ...NOTHING, ...about, undone: why, silent: earlier.silent }, options, day);
    // A rollback was to take back just that.
    if (earlier.end === 'not-made' && wanted.back !== undefined)
      return tell(wanted, { ...NOTHING, ...about, changed: [], restored: null }, options, day);
  }
  if (before.equals(after)) return tell(wanted, { ...NOTHING, ...about }, options, day);
  const sendmail = effective(configuration, 'sendmail_path')?.text.trim();
  const rehearsed = rehearse(options.configDir, after, sendmail);
  // Where the old one fails as well, it is not for the change that it fails.
  if (!rehearsed.ok && rehearse(options.configDir, before, sendmail).ok)
    return tell(wanted, { ...NOTHING, ...about, undone: rehearsed.text }, options, day);
  const outcome = await changeOver({ ...wanted, folder: options.configDir, next: nextOf(wanted) }, ended);
  tell(wanted, { ...outcome, ...about }, options, day);
}

async function endOf(
  journal: Journal,
  { configuration, file, before, back }: Wanted,
  { configDir }: ApplyOptions,
  ended: AbortSignal,
): Promise<Earlier> {
  // A rollback takes it back: whether Postfix lives with it is no matter.
  if (back !== undefined && standing(journal, before) === 'after') {
    removeJournal(file);
    return { end: 'overtaken' };
  }
  return finishEarlier({ folder: configDir, file, configuration }, journal, ended);
}

/** The difference, and what lint says of it. */
async function show(wanted: Wanted, options: ApplyOptions, day: Everyday): Promise<readonly Doubt[]> {
  const { file, before, after, back } = wanted;
  if (options.json !== true) {
    if (back !== undefined) process.stdout.write(`${sayApply(day.language, 'going-back', { copy: back })}\n`);
    process.stdout.write(diffOf(shown(before), shown(after), file, day.color));
  }
  if (before.equals(after)) return [];
  const doubts = await doubtsOf(options.configDir, wanted.configuration, nextOf(wanted), day.language);
  for (const { id, message, fix } of doubts)
    day.note(sayApply(day.language, 'doubt', { problem: `${id}: ${message} → ${fix}` }));
  return doubts;
}

function refuse(
  wanted: Wanted,
  doubts: readonly Doubt[],
  why: string,
  options: ApplyOptions,
  { language }: Everyday,
): void {
  process.exitCode = 1;
  const done: Done = { ...NOTHING, ...aboutIt(wanted), undone: why, earlier: null, doubts };
  process.stdout.write(
    options.json === true ? json(done) : `${sayApply(language, 'grave', { file: wanted.file })}\n`,
  );
}

function json(done: Done): string {
  return `${JSON.stringify({ schema: 1, ...done }, undefined, 2)}\n`;
}

function nextOf({ configuration, file, after }: Wanted): Configuration {
  return { ...configuration, main: readMainCf(decoded(after), file) };
}

/** Keys in the names of lists stay secret. */
function shown(bytes: Buffer): string {
  return hideKeys(decoded(bytes));
}

function aboutIt({ file, before, after, back }: Wanted): Pick<Done, 'changed' | 'restored'> {
  const old = readMainCf(shown(before), file).byName;
  const now = readMainCf(shown(after), file).byName;
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .map((parameter) => ({
      parameter,
      before: old.get(parameter)?.value.text ?? null,
      after: now.get(parameter)?.value.text ?? null,
    }))
    .filter((each) => each.before !== each.after);
  return { changed, restored: back ?? null };
}

function tell({ file, before, after }: Wanted, done: Done, options: ApplyOptions, day: Everyday): void {
  const { language } = day;
  if (done.undone !== null) process.exitCode = 1;
  if (done.silent.length > 0) {
    const doors = done.silent.join(', ');
    day.note(sayApply(language, done.undone === null ? 'silent' : 'still-silent', { doors }));
  }
  const names = done.changed.map(({ parameter }) => parameter).filter((name) => NEED_RESTART.includes(name));
  if (done.reloaded && names.length > 0)
    day.note(sayApply(language, 'needs-restart', { names: names.join(', ') }));
  if (options.json === true) {
    process.stdout.write(json(done));
    return;
  }
  const unchanged = before.equals(after) ? 'nothing' : options.dryRun === true ? 'dry-run' : undefined;
  const lines =
    done.undone === null && done.backup === null
      ? [sayApply(language, unchanged ?? 'declined')]
      : linesOf(done, file, options.configDir, language);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function linesOf(done: Done, file: string, folder: string, language: Language): string[] {
  const { backup, reloaded, undone, restored, earlier } = done;
  const lines: string[] = [];
  if (undone === null) {
    lines.push(sayApply(language, restored === null ? 'done' : 'restored', { file, copy: restored ?? '' }));
    lines.push(sayApply(language, reloaded ? 'reloaded' : 'not-running', { folder }));
  } else if (/^SIG[A-Z]+$/.test(undone))
    lines.push(sayApply(language, 'interrupted', { file, signal: undone }));
  else if (earlier !== 'taken-back') lines.push(sayApply(language, 'undone', { file, why: undone }));
  if (backup !== null) lines.push(sayApply(language, 'backup', { copy: backup, name: basename(backup) }));
  return lines;
}
