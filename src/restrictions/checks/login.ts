/** Restrictions about sender addresses that belong to accounts (`smtpd_sender_login_maps`). */
import { LIST, words } from '../../postfix/split.ts';
import type { Check, Checks } from '../check.ts';
import { mailKeys } from '../mail-keys.ts';
import { findFirst } from '../maps.ts';
import { isLocal } from '../resolve.ts';
import { DUNNO, type Run, type Status } from '../run.ts';
import { domainOf, resolved } from './address.ts';

/** Sender addresses that belong to accounts (`smtpd_sender_login_maps`). */
const loginMismatch =
  (of: 'logged-in' | 'logged-out' | 'known'): Check =>
  (run) => {
    const { sender, rules } = run;
    if (!rules.saslEnabled || sender === undefined || sender === '' || rules.senderLoginMaps.length === 0)
      return DUNNO;
    const account =
      run.attempt.account ?? run.choose({ kind: 'attempt', attribute: 'sasl_username' }, ['', undefined]);
    if (account === undefined) return DUNNO;
    if (account === '') return of === 'logged-in' ? DUNNO : mustLogIn(run, sender);
    if (of === 'logged-out') return DUNNO;
    const owners = ownersOf(run, sender);
    if (owners === undefined && of === 'known') return DUNNO;
    if (owners?.some((owner) => owner.toLowerCase() === account.toLowerCase())) return DUNNO;
    const text = `<${sender}>: Sender address rejected: not owned by user ${account}`;
    return run.reject(553, '5.7.1', text);
  };

function mustLogIn(run: Run, sender: string): Status {
  if (ownersOf(run, sender) === undefined) return DUNNO;
  return run.reject(553, '5.7.1', `<${sender}>: Sender address rejected: not logged in`);
}

/** Who may use the address; undefined: it belongs to nobody. Owners that nobody can read are no one in particular. */
function ownersOf(run: Run, sender: string): readonly string[] | undefined {
  const { rules } = run;
  const { address } = resolved(run, sender);
  const domain = domainOf(address);
  const local = domain === rules.myOrigin.toLowerCase() || isLocal(run, domain);
  const answer = findFirst(run, rules.senderLoginMaps, mailKeys(address, rules, local));
  if (answer === 'absent') return undefined;
  if ('failed' in answer) run.tableFailed(sender);
  return 'found' in answer ? words(answer.found, LIST).map(({ text }) => text) : [];
}

export const loginChecks: Checks = {
  reject_authenticated_sender_login_mismatch: loginMismatch('logged-in'),
  reject_unauthenticated_sender_login_mismatch: loginMismatch('logged-out'),
  reject_known_sender_login_mismatch: loginMismatch('known'),
};
