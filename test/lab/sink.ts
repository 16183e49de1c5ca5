/**
 * Where mail leaves the server under test: accepts everything and keeps it, except for the recipients that it
 * was told to refuse.
 *
 *     sink.answer('full@far.example', { at: 'recipient', reply: '450 4.2.2 mailbox full', times: 1 });
 */
import { type Answer, type Envelope, startSmtpServer } from './smtp-server.ts';

/** What to say to a recipient, at which step, how often (always, where `times` is absent). */
export interface Rule {
  at: 'recipient' | 'data' | 'message';
  reply: Answer;
  times?: number;
}

/** A message that the sink accepted. */
export interface CapturedMessage {
  sender: string;
  recipients: string[];
  content: string;
  helo: string;
}

/** A running sink. */
export interface Sink {
  readonly port: number;
  readonly messages: CapturedMessage[];
  /** The messages that were accepted for this recipient. */
  messagesTo(recipient: string): CapturedMessage[];
  /** Sets the rule for a recipient; `undefined` takes it away. */
  answer(recipient: string, rule: Rule | undefined): void;
  connections(): number;
  stop(): Promise<void>;
}

/** Starts a sink on a free port of 127.0.0.1. */
export async function startSink(): Promise<Sink> {
  const messages: CapturedMessage[] = [];
  const rules = new Map<string, Rule>();

  function refusal(at: Rule['at'], recipients: string[]): Answer | undefined {
    for (const recipient of recipients) {
      const rule = rules.get(recipient);
      if (rule?.at !== at) continue;
      if (rule.times !== undefined) {
        if (rule.times <= 0) continue;
        rule.times -= 1;
      }
      return rule.reply;
    }
    return undefined;
  }

  const server = await startSmtpServer({
    recipient: (recipient) => refusal('recipient', [recipient]) ?? '250 2.1.5 Ok',
    data: (envelope) => refusal('data', envelope.recipients) ?? '354 Go ahead',
    message(content, envelope: Envelope) {
      const refused = refusal('message', envelope.recipients);
      if (refused) return refused;
      const { sender, recipients, helo } = envelope;
      messages.push({ sender, recipients, content, helo });
      return `250 2.0.0 Ok: queued as SINK${messages.length}`;
    },
  });
  return {
    port: server.port,
    messages,
    messagesTo: (recipient) => messages.filter((message) => message.recipients.includes(recipient)),
    answer(recipient, rule) {
      if (rule) rules.set(recipient, { ...rule });
      else rules.delete(recipient);
    },
    connections: server.connections,
    stop: server.stop,
  };
}
