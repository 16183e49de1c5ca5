/**
 * What stands at the right-hand side of an access table, or what a policy service answers (access(5),
 * check_table_result()): an action, a reply, or restrictions of their own.
 */
import { LIST, words } from '../postfix/split.ts';
import { parseList, type RestrictionList } from './parse.ts';
import { fitStatus, splitStatus } from './reply.ts';
import { type Action, DUNNO, OK, type Run, type Scope, type Status } from './run.ts';

const MOST_NESTED = 100;

/** @param table where it stands; @param scope what it is about, which need not be what the list is about */
export function carryOut(run: Run, table: string, value: string, scope: Scope): Status {
  const space = value.search(/[ \t]/);
  const command = (space < 0 ? value : value.slice(0, space)).toUpperCase();
  const text = space < 0 ? '' : value.slice(space).replace(/^[ \t\r\n\v\f]+/, '');
  const before = `<${scope.name}>: ${scope.refused} `;
  const { codes } = run.rules;
  const refuse = (code: number, status: string, otherwise: string): Parameters<Run['reject']> => {
    const own = splitStatus(text, status);
    const said = own.text === '' ? otherwise : own.text;
    return [code, fitStatus(own.dsn, scope.refused), `${before}rejected: ${said}`];
  };
  switch (command) {
    case 'DUNNO':
      return DUNNO;
    case 'OK':
    case 'RELAY':
      return OK;
    case 'REJECT':
      return run.reject(...refuse(codes.accessReject, '5.7.1', 'Access denied'));
    case 'DEFER':
      return run.reject(...refuse(codes.accessDefer, '4.7.1', 'Access denied'));
    case 'DEFER_IF_PERMIT':
      return run.deferIfPermit(false, ...refuse(codes.accessDefer, '4.7.1', 'Service unavailable'));
    case 'DEFER_IF_REJECT':
      return run.deferIfReject(...refuse(codes.accessDefer, '4.7.1', 'Service unavailable'));
    case 'INFO':
    case 'WARN':
      run.act(command === 'INFO' ? 'info' : 'warn', text);
      return DUNNO;
    case 'HOLD':
    case 'DISCARD':
    case 'FILTER':
    case 'REDIRECT':
    case 'BCC':
    case 'PREPEND':
      return change(run, command, text);
  }
  if (/^\d+$/.test(value)) return OK;
  if (/^[45]\d\d$/.test(command) && text !== '')
    return run.reject(...refuse(Number(command), `${command[0]}.7.1`, 'Access denied'));
  if (value.includes(':') || run.depth > MOST_NESTED) return run.wrongConfiguration();
  const list = rightHandSide(table, value);
  // It once meant OK; Postfix warns of it.
  return list.steps.length === 0 ? OK : run.evaluateList({ ...scope, list });
}

/** What is done to the message, unless it is refused in the end. */
function change(run: Run, command: string, text: string): Status {
  const { proxyFilter } = run.rules;
  // Before MAIL FROM there is no message; nothing is done to one that a before-queue filter gets, but headers.
  const possible = run.sender !== undefined && (command === 'PREPEND' || !proxyFilter);
  const usable =
    command === 'FILTER'
      ? text.includes(':')
      : command === 'REDIRECT' || command === 'BCC'
        ? text.includes('@')
        : command === 'PREPEND'
          ? /^[!-9;-~]+[ \t]*:/.test(text) && run.attempt.stage !== 'END-OF-MESSAGE'
          : true;
  if (!possible || !usable || run.attempt.stage === 'ETRN') return DUNNO;
  run.act(command.toLowerCase() as Action['action'], text);
  if (command !== 'DISCARD') return DUNNO;
  run.discarded = true;
  return OK;
}

const parsed = new Map<string, RestrictionList>();
const MOST_KEPT = 10_000;

function rightHandSide(table: string, value: string): RestrictionList {
  const key = `${table}\n${value}`;
  let list = parsed.get(key);
  if (list === undefined) {
    if (parsed.size >= MOST_KEPT) parsed.clear();
    list = parseList(table, words(value, LIST).length === 0 ? '' : value, () => undefined);
    parsed.set(key, list);
  }
  return list;
}
