/**
 * Looks a configuration of Postfix over: what is wrong, how badly, and where. The most urgent comes first; words and fixes
 * are those of i18n/lint. One file a family of checks.
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { effective, written } from '../../postfix/configuration.ts';
import { type Expanded, ExpansionError } from '../../postfix/expand.ts';
import type { Service } from '../../postfix/master-cf.ts';
import { backscatter } from './backscatter.ts';
import { dnsLists } from './dns-lists.ts';
import type { Family, LintProblem, LintWorld, Reading, Severity } from './family.ts';
import { files } from './files.ts';
import { identity } from './identity.ts';
import { login } from './login.ts';
import { master } from './master.ts';
import { names } from './names.ts';
import { order } from './order.ts';
import { pipe } from './pipe.ts';
import { policy } from './policy.ts';
import { postscreen } from './postscreen.ts';
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

/** Where no Postfix is installed that would tell: that of Debian 12. */
const USUAL_VERSION = 3007;

export async function lint(configuration: Configuration, world: LintWorld): Promise<readonly LintProblem[]> {
  const reading = readingOf(configuration, world);
  const problems: LintProblem[] = [];
  for (const family of FAMILIES) problems.push(...(await family(reading)));
  return inOrder(problems, configuration);
}

/** A value that is broken is told once, by the family of files; to the others it is not there. */
export function readingOf(configuration: Configuration, world: LintWorld): Reading {
  const version = versionOf(written(configuration, 'mail_version')?.text ?? '') ?? USUAL_VERSION;
  const known = new Map<Service | undefined, Map<string, Expanded | undefined>>();
  return {
    ...{ configuration, world, version },
    value(name, service) {
      const values = known.get(service) ?? new Map<string, Expanded | undefined>();
      known.set(service, values);
      if (!values.has(name)) values.set(name, expanded(configuration, name, service));
      return values.get(name);
    },
  };
}

function expanded(configuration: Configuration, name: string, service?: Service): Expanded | undefined {
  try {
    return effective(configuration, name, service);
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
}

/** `3.7.11` is 3007. */
function versionOf(text: string): number | undefined {
  const match = /^(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]) * 1000 + Number(match[2]);
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
