/** A program to be killed: it holds the lock, or replaces a file by another and back without end. */
import { readFileSync } from 'node:fs';
import { digest, writeJournal } from '../../src/postfix/journal.ts';
import { lockFor } from '../../src/postfix/lock-file.ts';
import { backUp, Replacement } from '../../src/postfix/replace-file.ts';

const [, , file, work] = process.argv as [string, string, string, string];
if (work === 'hold') lockFor(file);
process.send?.('ready');
if (work === 'hold') setInterval(() => undefined, 1000);
else
  setImmediate(() => {
    for (;;) {
      const before = readFileSync(file);
      const isNew = before.subarray(0, 4).toString() === 'new\n';
      const after = isNew ? before.subarray(4) : Buffer.concat([Buffer.from('new\n'), before]);
      const backup = backUp(file, new Date());
      writeJournal(file, { schema: 1, began: '', backup, before: digest(before), after: digest(after) });
      new Replacement(file, before, after).keep();
    }
  });
