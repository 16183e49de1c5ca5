/** Tables whose OK lets strangers send to strangers, since it comes before anything that keeps them out (access(5)). */
import { parseAddress } from '../../net/address.ts';
import { lastOf, parseNetwork } from '../../net/network.ts';
import { openMatchList } from '../../postfix/tables/match-list.ts';
import type { Step } from '../parse.ts';
import { accessRows, mayPermit } from './access-rows.ts';
import type { Row } from './domains.ts';
import type { LintProblem, Reading } from './family.ts';
import { type Door, fixOf } from './relay-door.ts';
import { make, textOf } from './said.ts';
import { FOREIGN, relayed, type Stranger } from './strangers.ts';
import { fileOf, type KeysOf, type TableUse, tableUses } from './table-uses.ts';

/** Evaluations for one door. */
const MOST = 4000;

const SEVERITIES: Partial<Record<KeysOf, LintProblem['severity']>> = {
  // A stranger writes there what he likes.
  sender: 'error',
  helo: 'error',
  client: 'warning',
  recipient: 'warning',
};

export async function permittedByTables(
  reading: Reading,
  door: Door,
  own: string,
): Promise<readonly LintProblem[]> {
  const { rules, service } = door;
  const problems: LintProblem[] = [];
  let left = MOST;
  const names = ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions', ...rules.classes.keys()];
  const mine = await openMatchList(
    textOf(reading, 'mynetworks', service),
    { matching: 'client', parents: true },
    reading.world.tables,
  );
  for (const parameter of names) {
    const value = reading.value(parameter, service);
    for (const use of value === undefined ? [] : tableUses(parameter, value)) {
      const severity = SEVERITIES[use.keys];
      // Clients in the list that is there for that are meant to be let out.
      if (severity === undefined || (use.keys === 'client' && parameter === 'smtpd_relay_restrictions'))
        continue;
      for (const row of await accessRows(reading, use)) {
        if (!mayPermit(row.value) || left-- <= 0) continue;
        const stranger = strangerOf(use, row.key, own);
        if (stranger === undefined) continue;
        const address = stranger.clientAddress;
        if (address !== undefined && mine.match({ name: 'unknown', address }) !== false) continue;
        const found = relayed(rules, stranger);
        if (found === undefined) continue;
        if (use.keys === 'client' && found.list === 'relay' && found.step?.lower === 'check_client_access')
          continue;
        problems.push(problemOf(reading, door, { use, row, severity, parameter, step: found.step }));
        break;
      }
    }
  }
  return problems;
}

interface Permitted {
  readonly use: TableUse;
  readonly row: Row;
  readonly severity: LintProblem['severity'];
  readonly parameter: string;
  /** Of the list that lets him out. */
  readonly step: Step | undefined;
}

function problemOf(
  reading: Reading,
  door: Door,
  { use, row: { key, value, line }, severity, parameter, step }: Permitted,
): LintProblem {
  const fix = fixOf(door, step);
  const file = fileOf(use);
  const values = {
    ...{ variant: use.keys, service: door.title, table: use.spec, key: key || '*', value, write: fix.write },
    where: file === undefined || line === 0 ? use.spec : `${file}:${line}`,
  };
  return {
    ...make(reading, 'permit-before-relay', severity, parameter, values, door.service),
    ...(use.place && { place: use.place }),
    ...(severity === 'error' && fix.edit && { edit: fix.edit }),
  };
}

/** Whom the key is about; undefined: nobody who is a stranger. */
function strangerOf({ keys, kind }: TableUse, key: string, own: string): Stranger | undefined {
  switch (keys) {
    case 'sender':
      return { sender: key === '<>' ? '' : addressOf(key, FOREIGN) };
    case 'recipient': {
      const recipient = addressOf(key, FOREIGN);
      return recipient.toLowerCase().endsWith(`@${own}`) ? undefined : { recipient };
    }
    case 'helo':
      return { helo: key.startsWith('.') ? `host${key}` : key };
    case 'client':
      return kind === 'cidr' || /^[0-9a-f.:/[\]]+$/i.test(key)
        ? clientIn(key)
        : { clientName: key.startsWith('.') ? `host${key}` : key };
    default:
      return undefined;
  }
}

/** `user@`, `user@domain`, `@domain`, `domain`, `.domain` */
function addressOf(key: string, foreign: string): string {
  if (key.endsWith('@')) return `${key}${foreign}`;
  if (key.startsWith('@')) return `a${key}`;
  return key.includes('@') ? key : `a@${key.startsWith('.') ? `host${key}` : key}`;
}

const PRIVATE =
  /^(?:0|10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^(?:::1$|f[cde])/i;

/** A client in the network, or of `192.0.2` one. */
function clientIn(key: string): Stranger | undefined {
  const whole = /^\d+(?:\.\d+){0,2}$/.test(key) ? `${key}${'.7'.repeat(4 - key.split('.').length)}` : key;
  const network = parseNetwork(whole);
  if (network === undefined || PRIVATE.test(network.first.bytes.join('.')) || PRIVATE.test(whole))
    return undefined;
  const last = lastOf(network).bytes;
  if (network.first.family === 4 && network.prefix < 31) last[3]! -= 1;
  const address = network.first.family === 4 ? last.join('.') : whole.replace(/\/.*|[[\]]/g, '');
  return parseAddress(address) === undefined ? undefined : { clientAddress: address };
}
