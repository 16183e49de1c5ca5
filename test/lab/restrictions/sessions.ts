/** One session with a real smtpd, and the same attempt for Sekisho's evaluation. */
import type { Stage as At, Attempt } from '../../../src/restrictions/attempt.ts';
import type { Dice } from '../random/dice.ts';
import { type ClientIdentity, openSession, type Reply } from '../smtp-client.ts';
import { ACCOUNTS, CLIENTS, HELOS, RECIPIENTS, SENDERS, type Written } from './names.ts';

export interface Plan {
  readonly client: ClientIdentity;
  readonly helo: string | undefined;
  readonly sender: Written;
  readonly recipient: Written;
  readonly account: string;
}

export function drawPlan(dice: Dice, hasSasl: boolean): Plan {
  const account = hasSasl && dice.chance(0.3) ? dice.pick(ACCOUNTS) : '';
  const client = dice.pick(CLIENTS);
  return {
    client: account === '' ? client : { ...client, login: account },
    helo: dice.pick(HELOS),
    sender: dice.pick(SENDERS),
    recipient: dice.pick(RECIPIENTS),
    account,
  };
}

export interface Outcome {
  readonly stage: At;
  readonly reply: Reply;
}

/** The first refusal, and where it came; else the last reply. undefined: this machine itself was refused, before XCLIENT. */
export async function play(port: number, plan: Plan): Promise<Outcome | undefined> {
  const session = await openSession(port);
  try {
    const refused = ({ code }: Reply): boolean => code >= 400;
    if (refused(session.greeting)) return undefined;
    let reply = await session.become(plan.client);
    if (refused(reply)) return { stage: 'RCPT', reply };
    if (plan.helo !== undefined) {
      reply = await session.command(`HELO ${plan.helo}`);
      if (refused(reply)) return { stage: 'RCPT', reply };
    }
    reply = await session.command(`MAIL FROM:<${plan.sender.wire}>`);
    if (refused(reply)) return { stage: 'RCPT', reply };
    reply = await session.command(`RCPT TO:<${plan.recipient.wire}>`);
    if (refused(reply)) return { stage: 'RCPT', reply };
    reply = await session.command('DATA');
    if (refused(reply)) return { stage: 'DATA', reply };
    reply = await session.message('Subject: one\n\nbody\n');
    return { stage: 'END-OF-MESSAGE', reply };
  } finally {
    session.drop();
  }
}

export function attemptOf(plan: Plan, stage: At): Attempt {
  const { client } = plan;
  return {
    stage,
    clientAddress: client.addr,
    clientName: client.name ?? 'unknown',
    reverseName: client.reverseName ?? client.name ?? 'unknown',
    nameStatus: client.name === undefined ? 'permanent' : 'ok',
    helo: plan.helo ?? '',
    sender: plan.sender.plain,
    recipient: plan.recipient.plain,
    recipientCount: stage === 'RCPT' ? 0 : 1,
    account: plan.account,
    encrypted: false,
    certificate: { fingerprint: '', key: '', trusted: false },
    pipelining: false,
  };
}
