/**
 * Delivery programs of the random scene: one keeps what it gets; one is the simple content filter of
 * FILTER_README, which gives the message back with sendmail(1). Only root may use sendmail with another
 * configuration folder, so the filter hands its message to this process and waits.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../daemon.ts';
import type { Postfix } from '../postfix.ts';

export interface Programs {
  readonly folder: string;
  /** Called with the recipient's name. */
  readonly take: string;
  /** Called with sender and recipients. */
  readonly filter: string;
  taken(): string[];
  /** The messages that the filter saw. */
  readonly filtered: string[];
  /** Serves the filter until the returned function is called. */
  filterWith(postfix: Postfix): () => void;
}

export function makePrograms(): Programs {
  const folder = makeFolder('programs');
  const box = join(folder, 'box');
  mkdirSync(box);
  chmodSync(box, 0o1777);
  const take = join(folder, 'take');
  const filter = join(folder, 'filter');
  const file = `#!/bin/sh\nf=$(mktemp ${box}/XXXXXXXX) || exit 75\n`;
  writeFileSync(take, `${file}{ echo "X-Taken-For: $1"; cat; } >"$f.part" && mv "$f.part" "$f.mail"\n`);
  writeFileSync(
    filter,
    `${file}printf '%s\\n' "$@" >"$f.who"; cat >"$f.part" && mv "$f.part" "$f.ask"\n` +
      'while [ ! -e "$f.done" ]; do sleep 0.05; done\n',
  );
  for (const program of [take, filter]) chmodSync(program, 0o755);
  const filtered: string[] = [];
  return {
    folder,
    take,
    filter,
    filtered,
    taken: () =>
      readdirSync(box)
        .filter((name) => name.endsWith('.mail'))
        .map((name) => readFileSync(join(box, name), 'utf8')),
    filterWith(postfix) {
      const timer = setInterval(() => {
        for (const name of existsSync(box) ? readdirSync(box) : []) {
          if (!name.endsWith('.ask')) continue;
          const path = join(box, name.slice(0, -4));
          renameSync(`${path}.ask`, `${path}.asked`);
          const content = readFileSync(`${path}.asked`, 'utf8');
          const [sender = '', ...recipients] = readFileSync(`${path}.who`, 'utf8').trimEnd().split('\n');
          filtered.push(content);
          const done = (): void => writeFileSync(`${path}.done`, '');
          postfix.sendmail(sender, recipients, content).then(done, done);
        }
      }, 20);
      return () => clearInterval(timer);
    },
  };
}
