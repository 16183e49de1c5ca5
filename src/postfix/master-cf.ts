/**
 * master.cf: one service a logical line, of eight fields or more (master(5)):
 *
 *     submission inet n - y - - smtpd
 *       -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
 *       -o { smtpd_sender_restrictions = reject_unknown_sender_domain permit }
 *
 * What `-o` sets counts for this service alone. Where a service stands twice, the last one counts.
 */
import { type LogicalLine, logicalLines } from './logical-line.ts';
import { type Problem, problem } from './problem.ts';
import { FIELDS, inBraces, splitNameValue, words } from './split.ts';
import { type Place, part, placeIn, type Value } from './value.ts';

export interface Service extends Place {
  readonly name: string;
  readonly type: string;
  /** As they stand, `-` for the default. */
  readonly private: string;
  readonly unprivileged: string;
  readonly chroot: string;
  readonly wakeup: string;
  readonly processes: string;
  readonly command: string;
  /** The command's arguments in one form: `-v`, `-o`, `name=value`. */
  readonly arguments: readonly string[];
  /** What `-o` sets; of one name the last counts. */
  readonly overrides: ReadonlyMap<string, Value>;
  /** Lines from 1: the last that belongs to it. */
  readonly last: number;
}

export interface MasterCf {
  readonly file: string;
  readonly services: readonly Service[];
  readonly problems: readonly Problem[];
}

/** master_proto.h; `unix-dgram` since Postfix 3.5. */
const TYPES = ['inet', 'unix', 'fifo', 'pass', 'unix-dgram'];
const MIN_FIELDS = 8;

export function readMasterCf(text: string, file: string): MasterCf {
  const { lines, problems } = logicalLines(text, file);
  const found = [...problems];
  const services: Service[] = [];
  for (const line of lines) {
    const service = readService(line, found);
    if (service !== undefined) services.push(service);
  }
  return { file, services, problems: found };
}

/** Services that count: of those with one name and type the last. */
export function activeServices({ services }: MasterCf): readonly Service[] {
  return [...new Map(services.map((service) => [titleOf(service), service])).values()];
}

/** Those that run this program: `smtpd`. */
export function servicesOf({ master }: { readonly master: MasterCf }, command: string): readonly Service[] {
  return activeServices(master).filter((service) => service.command === command);
}

/** `submission/inet` */
export function titleOf({ name, type }: Pick<Service, 'name' | 'type'>): string {
  return `${name}/${type}`;
}

function readService(line: LogicalLine, problems: Problem[]): Service | undefined {
  const { file, first, last } = line;
  const fields = words(line.text, FIELDS).map(({ text, at }) => part(line, at, at + text.length));
  if (fields.length < MIN_FIELDS) {
    problems.push(problem('field-count', { file, line: first }, line.text, true));
    return undefined;
  }
  const wrong = badField(fields);
  if (wrong !== undefined) {
    problems.push(problem('bad-field', placeIn(wrong, 0)!, wrong.text, true));
    return undefined;
  }
  const [name, type, isPrivate, unprivileged, chroot, wakeup, processes, command] = fields.map(
    ({ text }) => text,
  );
  const args = readArguments(fields.slice(MIN_FIELDS), problems);
  return {
    name: name!,
    type: type!,
    private: isPrivate!,
    unprivileged: unprivileged!,
    chroot: chroot!,
    wakeup: wakeup!,
    processes: processes!,
    command: command!,
    arguments: args.map(({ text }) => text),
    overrides: overridesIn(args, problems),
    ...{ file, line: first, last },
  };
}

/** What Postfix refuses to start with. */
function badField(fields: readonly Value[]): Value | undefined {
  const rules: readonly ((text: string) => boolean)[] = [
    () => true,
    (text) => TYPES.includes(text),
    ...Array.from({ length: 3 }, () => (text: string) => /^[yn-]$/.test(text)),
    (text) => /^(?:-|\d*)\??$/.test(text),
    (text) => /^(?:-|\d*)$/.test(text),
  ];
  return fields.find(({ text }, i) => rules[i] !== undefined && !rules[i](text));
}

/** One form for all: `-voname=value` is `-v -o name=value`, `{ name = value }` is `name=value` (master_ent.c). */
function readArguments(fields: readonly Value[], problems: Problem[]): readonly Value[] {
  const args: Value[] = [];
  const rest = [...fields];
  while (rest.length > 0) {
    const field = rest.shift()!;
    const { text } = field;
    if (!text.startsWith('-') || text === '--') {
      rest.unshift(field);
      break;
    }
    const option = text.indexOf('o', 1);
    if (option > 1) {
      args.push(part(field, 0, option));
      rest.unshift({ ...part(field, option, text.length), text: `-${text.slice(option)}` });
      continue;
    }
    if (option < 0) {
      args.push(field);
      continue;
    }
    args.push(part(field, 0, 2));
    if (text.length > 2) rest.unshift(part(field, 2, text.length));
    const value = rest.shift();
    if (value === undefined) break;
    args.push(value.text.startsWith('{') ? joined(unbraced(value, problems), problems) : value);
  }
  return [...args, ...rest.map((field) => (field.text.startsWith('{') ? unbraced(field, problems) : field))];
}

function unbraced(field: Value, problems: Problem[]): Value {
  const { text, at, wrong } = inBraces(field.text);
  if (wrong !== undefined) problems.push(problem(wrong, placeIn(field, 0)!, field.text));
  return part(field, at, at + text.length);
}

/** `name = value` to `name=value`; the places are those of the value. */
function joined(field: Value, problems: Problem[]): Value {
  const split = splitNameValue(field.text);
  if ('wrong' in split) {
    problems.push(problem('override-without-value', placeIn(field, 0)!, field.text));
    return field;
  }
  const { name, value, at } = split;
  const places = part(field, at, at + value.length);
  const lead = name.length + 1;
  const [first, ...others] = places.pieces;
  const pieces = [
    { at: 0, line: first!.line },
    ...others.map((piece) => ({ at: piece.at + lead, line: piece.line })),
  ];
  return { text: `${name}=${value}`, file: field.file, pieces };
}

function overridesIn(args: readonly Value[], problems: Problem[]): ReadonlyMap<string, Value> {
  const overrides = new Map<string, Value>();
  for (let i = 0; i < args.length && args[i]!.text.startsWith('-') && args[i]!.text !== '--'; i++) {
    if (args[i]!.text !== '-o') continue;
    const arg = args[++i];
    if (arg === undefined) break;
    const split = splitNameValue(arg.text);
    if ('wrong' in split) {
      const place = placeIn(arg, 0)!;
      const told = problems.some(
        ({ kind, line }) => kind === 'override-without-value' && line === place.line,
      );
      if (!told) problems.push(problem('override-without-value', place, arg.text));
    } else overrides.set(split.name, part(arg, split.at, split.at + split.value.length));
  }
  return overrides;
}
