/**
 * From signs to findings. The limits are those of a small server (FIELD: what people set and what providers
 * publish); a finding tells only what the log proves.
 */
import type { Language } from '../i18n/language.ts';
import { topRows } from '../tally/ledger.ts';
import type { Evidence, Finding, Severity } from './finding.ts';
import type { AccountUse, Sign } from './signs.ts';
import { endedText, type FindingText, type FindingValues, findingText } from './text.ts';
import type { Watch } from './watch.ts';
import { endedIn } from './zones.ts';

/** Notifications to strangers before they are worth a word: a few happen on every server. */
const BACKSCATTER = 10;
const GUESSES = 30;
/** Findings of one kind; what fails most says it. */
const MOST_OF_A_KIND = 10;

const ORDER: readonly Severity[] = ['critical', 'warning', 'info'];

export function judge(watch: Watch, language: Language): Finding[] {
  const findings: Finding[] = [];
  const tell = (
    id: keyof FindingText,
    severity: Severity,
    sign: Sign,
    subjects: string[],
    values: FindingValues,
    level: Finding['confidence']['level'],
  ): void => {
    const text = findingText(id, language, { count: sign.count, ...values });
    findings.push({
      id,
      severity,
      title: text.title,
      summary: text.summary,
      count: sign.count,
      first: new Date(sign.first).toISOString(),
      last: new Date(sign.last).toISOString(),
      subjects,
      evidence: sign.evidence,
      cause: text.cause,
      fix: text.fix,
      confidence: { level, reason: text.reason },
    });
  };

  const door = sumOf(watch.backscatter.values());
  if (door.sign.count >= BACKSCATTER) {
    const domain = door.rows[0]?.key ?? '?';
    const values = { domain, undeliverable: watch.undeliverable };
    tell(
      'backscatter-source',
      door.sign.count >= 50 ? 'critical' : 'warning',
      door.sign,
      door.rows.slice(0, 5).map((row) => row.key),
      values,
      'high',
    );
  }
  for (const use of watch.accounts.values()) {
    if (!looksCracked(use)) continue;
    const values = {
      account: use.key,
      clients: use.clients.size,
      recipients: use.recipients,
      bounced: use.bounced,
    };
    tell(
      'account-compromised',
      'critical',
      use,
      [use.key],
      values,
      use.clients.size >= 10 ? 'high' : 'medium',
    );
  }
  for (const row of sorted(watch.zones.values())) {
    const [kind, zone = ''] = row.key.split(' ');
    const values = { zone, clients: row.subjects.size, ended: endedText(language, endedIn(zone)) };
    tell(kind === 'dead' ? 'dnsbl-dead' : 'dnsbl-refuses-us', 'critical', row, [zone], values, 'high');
  }
  for (const row of sorted(watch.programs.values()).slice(0, MOST_OF_A_KIND)) {
    tell('delivery-program-failed', 'warning', row, [row.key], { program: row.key }, 'high');
  }
  for (const row of sorted(watch.crashes.values()).slice(0, MOST_OF_A_KIND)) {
    tell('disk-or-resources', 'warning', row, [row.key], { program: row.key, text: saidIn(row) }, 'high');
  }
  if (watch.shortage.count > 0) tell('queue-space', 'critical', watch.shortage, [], {}, 'high');
  for (const row of sorted(watch.tlsDisabled.values()).slice(0, MOST_OF_A_KIND)) {
    const values = { program: row.key, text: saidIn(row) };
    tell('tls-disabled', 'warning', row, [row.key], values, 'high');
  }
  if (watch.guessing.count >= GUESSES) {
    const { list } = topRows(watch.guessers, 5, (row) => watch.guessers.get(row, 0));
    const clients = list.map((row) => watch.guessers.key(row));
    const values = { clients: watch.guessers.distinct, client: clients[0] ?? '?' };
    tell('password-guessing', 'info', watch.guessing, clients, values, 'high');
  }
  return findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.count - a.count);
}

/** One account over many clients, most of them without a name in DNS, is the best single sign of a stolen password. */
function looksCracked(use: AccountUse): boolean {
  if (use.count < 20) return false;
  const clients = use.clients.size;
  const nameless = use.nameless / use.count;
  const bounced = use.recipients === 0 ? 0 : use.bounced / use.recipients;
  if (clients >= 10 && nameless >= 0.3) return true;
  if (clients >= 5 && nameless >= 0.5 && (bounced >= 0.1 || use.senders.size >= 5)) return true;
  return use.recipients >= 500 && bounced >= 0.25 && clients >= 3;
}

/** What the first line of evidence says after its header. */
function saidIn(row: Sign): string {
  const text = row.evidence[0]?.text ?? '';
  return text.slice(text.indexOf(']: ') + 3);
}

function sorted(rows: Iterable<Sign>): Sign[] {
  return [...rows].sort((a, b) => b.count - a.count);
}

/** All rows as one sign, the strongest first. */
function sumOf(rows: Iterable<Sign>): { sign: Sign; rows: Sign[] } {
  const list = sorted(rows);
  const evidence: Evidence[] = [];
  for (const row of list) for (const line of row.evidence) if (evidence.length < 5) evidence.push(line);
  const sign: Sign = {
    key: '',
    count: list.reduce((sum, row) => sum + row.count, 0),
    first: Math.min(...list.map((row) => row.first), Number.MAX_SAFE_INTEGER),
    last: Math.max(...list.map((row) => row.last), 0),
    evidence,
    subjects: list[0]?.subjects as Sign['subjects'],
  };
  return { sign, rows: list };
}
