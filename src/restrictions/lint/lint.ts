/**
 * Looks a configuration of Postfix over: what is wrong, how badly, and where. The most urgent comes first; words and fixes
 * are those of i18n/lint. One file a family of checks.
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { backscatter } from './backscatter.ts';
import { dnsLists } from './dns-lists.ts';
import type { Family, LintProblem, LintWorld, Severity } from './family.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import { login } from './login.ts';
import { master } from './master.ts';
import { names } from './names.ts';
import { order } from './order.ts';
import { pipe } from './pipe.ts';
import { policy } from './policy.ts';
import { postscreen } from './postscreen.ts';
import { readingOf } from './reading.ts';
import { refusers } from './refusers.ts';
import { relay } from './relay.ts';
import { tables } from './tables.ts';

const FAMILIES: readonly Family[] = [
  refusers,
  relay,
  files,
  dnsLists,
  names,
  order,
  policy,
  backscatter,
  login,
  tables,
  postscreen,
  pipe,
  identity,
  master,
];

export async function lint(configuration: Configuration, world: LintWorld): Promise<readonly LintProblem[]> {
  const reading = readingOf(configuration, world);
  const problems: LintProblem[] = [];
  for (const family of FAMILIES) problems.push(...(await family(reading)));
  return inOrder(problems, configuration);
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Before all others of their severity: nothing runs, strangers send through this server, all mail is refused. */
const GRAVEST = [
  'file-line-broken',
  'value-broken',
  'open-relay',
  'mynetworks-world',
  'list-listed-everybody',
];

function inOrder(problems: readonly LintProblem[], { main, master }: Configuration): readonly LintProblem[] {
  const files = [main.file, master.file];
  const keys = new Map(
    problems.map((problem) => {
      const { id, severity, place } = problem;
      const [grave, file] = [GRAVEST.indexOf(id), files.indexOf(place.file)];
      const last = Number.POSITIVE_INFINITY;
      return [
        problem,
        [SEVERITIES.indexOf(severity), grave < 0 ? last : grave, file < 0 ? last : file, place.line],
      ];
    }),
  );
  return [...problems].sort((a, b) => {
    const [left, right] = [keys.get(a)!, keys.get(b)!];
    const at = left.findIndex((key, i) => key !== right[i]);
    return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1;
  });
}
