/** Whole SMTP sessions in one call: an ordinary message, or a script of commands. */
import { type ClientIdentity, openSession, type Reply } from './smtp-client.ts';

export interface Mail {
  /** Absent: we come as what we are, 127.0.0.1. */
  client?: ClientIdentity;
  /** The address comes by the PROXY protocol, which postscreen(8) understands, instead of by XCLIENT. */
  proxied?: boolean;
  helo?: string;
  /** Logs in with AUTH PLAIN before the message. */
  auth?: { user: string; password: string };
  from: string;
  to: string[];
  /** Which notifications the client asks for (RFC 3461 §4.1): `NEVER`, `SUCCESS,FAILURE`. */
  notify?: string;
  /** Header and body. */
  message: string;
  /** Cuts the connection in the middle of the message. */
  dropInData?: boolean;
}

/** What the server said. */
export interface Outcome {
  /** The message was taken (250 at its end). */
  accepted: boolean;
  /** The queue id of a message that was taken. */
  queueId?: string;
  /** The reply to each recipient, in the order of `to`. */
  recipients: Reply[];
  /** The reply that decided: the first refusal, or the last reply. */
  last: Reply;
}

/** Sends one message in a session of its own. Refused recipients do not stop the others. */
export async function sendMail(port: number, mail: Mail): Promise<Outcome> {
  const proxy = mail.proxied ? `PROXY TCP4 ${mail.client?.addr} 127.0.0.1 40000 25\r\n` : '';
  const session = await openSession(port, '127.0.0.1', 30_000, proxy);
  const recipients: Reply[] = [];
  const end = async (last: Reply, accepted = false): Promise<Outcome> => {
    if (last.code !== 421) await session.quit();
    const queueId = accepted ? /queued as (\w+)/.exec(last.text)?.[1] : undefined;
    return { accepted, recipients, last, ...(queueId ? { queueId } : {}) };
  };
  if (mail.client && !mail.proxied) await session.become(mail.client);
  const hello = await session.command(`EHLO ${mail.helo ?? mail.client?.name ?? 'client.example'}`);
  if (hello.code !== 250) return end(hello);
  if (mail.auth) {
    const secret = Buffer.from(`\0${mail.auth.user}\0${mail.auth.password}`).toString('base64');
    const login = await session.command(`AUTH PLAIN ${secret}`);
    if (login.code !== 235) return end(login);
  }
  const from = await session.command(`MAIL FROM:<${mail.from}>`);
  if (from.code !== 250) return end(from);
  const notify = mail.notify === undefined ? '' : ` NOTIFY=${mail.notify}`;
  for (const recipient of mail.to) {
    const reply = await session.command(`RCPT TO:<${recipient}>${notify}`);
    recipients.push(reply);
    if (reply.code === 421) return end(reply);
  }
  const refused = recipients.find((reply) => reply.code >= 400);
  if (!recipients.some((reply) => reply.code < 400)) return end(refused!);
  const data = await session.command('DATA');
  if (data.code !== 354) return end(data);
  if (mail.dropInData) {
    session.write('Subject: cut off\r\n\r\nhalf a li');
    session.drop();
    return { accepted: false, recipients, last: data };
  }
  const done = await session.message(mail.message);
  return end(done, done.code === 250);
}

/** Sends the lines one by one and returns every reply, the greeting first; ends where the server hangs up. */
export async function runScript(port: number, lines: string[], client?: ClientIdentity): Promise<Reply[]> {
  const session = await openSession(port);
  const replies = [session.greeting];
  if (client) replies.push(await session.become(client));
  for (const line of lines) {
    try {
      replies.push(await session.command(line));
    } catch {
      break;
    }
  }
  session.drop();
  return replies;
}
