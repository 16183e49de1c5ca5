/**
 * What pipe(8) starts, and with whose rights:
 *
 *     dovecot unix - n n - - pipe
 *       flags=DRhu user=vmail:mail directory=/var/mail argv=/usr/lib/dovecot/deliver -f ${sender} -d ${recipient}
 */
import type { Service } from '../../postfix/master-cf.ts';

export interface PipeCommand {
  /** undefined: pipe(8) does not start without it. */
  readonly user: string | undefined;
  /** The group that is named; undefined: the user's own. */
  readonly group: string | undefined;
  readonly folder: string | undefined;
  readonly chroot: string | undefined;
  /** The program and its arguments; undefined: pipe(8) does not start without it. */
  readonly argv: readonly string[] | undefined;
}

/** Where programs are looked for that are named without their folder (_PATH_DEFPATH; exec(3)). */
export const USUAL_FOLDERS = ['/usr/bin', '/bin'];

export function pipeCommand({ arguments: words }: Service): PipeCommand {
  const attributes = new Map<string, string>();
  let argv: string[] | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '-o') i++;
    else if (word.startsWith('argv=')) {
      argv = [word.slice('argv='.length), ...words.slice(i + 1)];
      break;
    } else if (!word.startsWith('-')) {
      const equals = word.indexOf('=');
      if (equals > 0) attributes.set(word.slice(0, equals), word.slice(equals + 1));
    }
  }
  const [user, group] = (attributes.get('user') ?? '').split(':');
  return {
    user: user || undefined,
    group: group || undefined,
    folder: attributes.get('directory'),
    chroot: attributes.get('chroot'),
    argv: argv?.[0] === '' ? undefined : argv,
  };
}

/** Where a command has one of these, local(8) leaves it to the shell, which knows words of its own (exec_command.c). */
const FOR_SHELL = /[$`'"\\(){}<>;&|*?[\]=!~#%^]/;

/** The program of a shell command; undefined: it cannot be told. */
export function programOf(command: string): string | undefined {
  const text = command.trim().replace(/^exec[ \t]+/, '');
  const [program = ''] = text.split(/[ \t]+/);
  if (program === '' || FOR_SHELL.test(program)) return undefined;
  return program.startsWith('/') || !FOR_SHELL.test(text) ? program : undefined;
}
