/**
 * Gives a Postfix another main.cf, and goes back where it cannot live with it, whatever happens in between.
 *
 *     copy -> journal -> replace -> postfix check -> postfix reload -> does smtpd greet? -> journal away
 *                           '------ anything fails, a signal comes, the program ends ------> the old file, reload
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { SekishoError } from '../config/error.ts';
import type { Configuration } from './configuration.ts';
import { type Door, doorsOf, doorText, ONE_LOOK, silentOf } from './doors.ts';
import { digest, type Journal, removeJournal, standing, writeJournal } from './journal.ts';
import { check, isRunning, reload, restart, start } from './live.ts';
import { backUp, forget, Replacement } from './replace-file.ts';

/** Milliseconds that smtpd may take to greet after a reload. */
const PATIENCE = 15_000;
/** And after the old file stands again. */
const RETURN = 3_000;
/** In which master(8) takes up a reload: what greets before may be of the old configuration. */
const RELOADING = 700;

export interface Change {
  readonly folder: string;
  /** main.cf itself, where it is a link to a file. */
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
  readonly configuration: Configuration;
  readonly next: Configuration;
  /** Of a rollback: the copy that it goes back to. */
  readonly back: string | undefined;
}

export interface Outcome {
  readonly backup: string | null;
  readonly reloaded: boolean;
  /** Why the old file stands again; null: the new one does. */
  readonly undone: string | null;
  /** Where nobody greeted before, and nobody does now; or where nobody greets although the old file stands again. */
  readonly silent: readonly string[];
}

/** How to go back. */
interface Way {
  undo(): void;
  keep(): void;
}

/** @throws SekishoError `postfix-write`: nothing has changed, unless it says so */
export async function changeOver(change: Change, ended: AbortSignal): Promise<Outcome> {
  const { folder, file, before, after } = change;
  const running = isRunning(folder);
  const doors = running ? await doorsOf(change.next, change.configuration) : [];
  const mute = await silentOf(doors, ONE_LOOK, ended);
  if (ended.aborted) return { backup: null, reloaded: false, undone: String(ended.reason), silent: [] };
  const backup = backUp(file, new Date(), change.back);
  const way = replaced();
  return settle({ folder, file, backup, doors, mute, running, way }, ended);

  function replaced(): Way {
    try {
      const began = new Date().toISOString();
      writeJournal(file, { schema: 1, began, backup, before: digest(before), after: digest(after) });
      return new Replacement(file, before, after);
    } catch (error) {
      if (readFileSync(file).equals(before)) forget(backup);
      removeJournal(file);
      throw error;
    }
  }
}

export type Earlier =
  /** Its file was never replaced, or was put back: nothing of it is left. */
  | { readonly end: 'not-made' }
  /** It stands, and Postfix lives with it. */
  | { readonly end: 'finished' }
  /** Somebody has changed the file since: what was under way is no matter any more. */
  | { readonly end: 'overtaken' }
  | { readonly end: 'taken-back'; readonly why: string; readonly silent: readonly string[] };

/** Brings to its end what a program that was killed has left under way. To be called by who holds the lock. */
export async function finishEarlier(
  { folder, file, configuration }: Pick<Change, 'folder' | 'file' | 'configuration'>,
  journal: Journal,
  ended: AbortSignal,
): Promise<Earlier> {
  const bytes = readFileSync(file);
  const stands = standing(journal, bytes);
  if (stands === 'neither') {
    removeJournal(file);
    return { end: 'overtaken' };
  }
  const running = isRunning(folder);
  if (stands === 'before') {
    // It may have been put back without a reload.
    if (running) reload(folder);
    forget(journal.backup);
    removeJournal(file);
    return { end: 'not-made' };
  }
  const way: Way = {
    undo: () => new Replacement(file, bytes, copyOf(journal)).keep(),
    keep: () => undefined,
  };
  const doors = running ? await doorsOf(configuration) : [];
  const mute = await silentOf(doors, ONE_LOOK, ended);
  const { backup } = journal;
  const { undone, silent } = await settle({ folder, file, backup, doors, mute, running, way }, ended);
  return undone === null ? { end: 'finished' } : { end: 'taken-back', why: undone, silent };
}

function copyOf({ backup, before }: Journal): Buffer {
  const copy = readFileSync(backup);
  if (digest(copy) !== before) throw new Error(`${backup} is not what it was`);
  return copy;
}

interface Standing {
  readonly folder: string;
  readonly file: string;
  readonly backup: string;
  readonly doors: readonly Door[];
  /** Of them, those that were silent before: nobody can tell more by them. */
  readonly mute: readonly Door[];
  readonly running: boolean;
  readonly way: Way;
}

/** The new file stands. */
async function settle(standing: Standing, ended: AbortSignal): Promise<Outcome> {
  const { folder, file, backup, doors, mute, running, way } = standing;
  let open = true;
  // Whoever ends this program: a bug elsewhere, an output that cannot be written.
  const atExit = (): void => {
    if (!open) return;
    way.undo();
    if (running) reload(folder);
    removeJournal(file);
  };
  process.on('exit', atExit);
  try {
    const trouble = await troubleOf(standing, ended);
    if (trouble === undefined) {
      way.keep();
      removeJournal(file);
      open = false;
      const silent = mute.length === 0 ? [] : await silentOf(mute, ONE_LOOK);
      return { backup, reloaded: running, undone: null, silent: silent.map(doorText) };
    }
    putBack(standing);
    const silent = running
      ? await goOn(
          folder,
          doors.filter((door) => !mute.includes(door)),
        )
      : [];
    removeJournal(file);
    return { backup, reloaded: false, undone: trouble, silent: silent.map(doorText) };
  } finally {
    open = false;
    process.removeListener('exit', atExit);
  }
}

async function troubleOf(
  { folder, doors, mute, running }: Standing,
  ended: AbortSignal,
): Promise<string | undefined> {
  const steps = [
    () => check(folder),
    () => (running ? reload(folder) : undefined),
    () =>
      running && !isRunning(folder) ? { ok: false, text: 'postfix is not running any more' } : undefined,
  ];
  try {
    for (const step of steps) {
      const said = step();
      // A signal is heard between two turns of the event loop.
      await pause(1);
      if (ended.aborted) return String(ended.reason);
      if (said?.ok === false) return said.text;
    }
    const greeted = doors.filter((door) => !mute.includes(door));
    for (let look = 0; look < 2 && greeted.length > 0; look++) {
      await pause(RELOADING, undefined, { signal: ended });
      const silent = await silentOf(greeted, PATIENCE, ended);
      if (ended.aborted) return String(ended.reason);
      if (silent.length > 0) return `${silent.map(doorText).join(', ')}: no greeting`;
    }
    return undefined;
  } catch (error) {
    return ended.aborted ? String(ended.reason) : String((error as Error).message);
  }
}

function putBack({ file, backup, way }: Standing): void {
  try {
    way.undo();
  } catch (error) {
    const reason = (error as Error).message;
    throw new SekishoError(
      'postfix-write',
      'Postfix cannot live with {file}, and it could not be put back: {reason}',
      'look at it; {copy} is what it was: put it there, then run postfix reload',
      { values: { file, reason, copy: backup } },
    );
  }
}

/** @returns who does not greet with the old file either, although it did before */
async function goOn(folder: string, doors: readonly Door[]): Promise<readonly Door[]> {
  if (!isRunning(folder)) start(folder);
  else reload(folder);
  await pause(RELOADING);
  if ((await silentOf(doors, RETURN)).length === 0) return [];
  restart(folder);
  return silentOf(doors, PATIENCE);
}
