/** What sessions tell of their messages: which were broken off, and which an access rule discards. */
import { commandCounts } from '../postfix/peer.ts';
import type { Lives } from './lives.ts';
import { type Message, type Session, UNNAMED } from './message.ts';

export class Sessions {
  readonly #lives: Lives;

  constructor(lives: Lives) {
    this.#lives = lives;
  }

  /** smtpd begins a message in a session: the one before it is over. */
  beginIn(session: Session, message: Message): void {
    this.leave(session);
    session.message = message;
    if (!session.discard) return;
    session.discard = false;
    this.discard(session, message);
  }

  /** An access rule discards a message whose text is still to come. */
  discard(session: Session, message: Message): void {
    if (message.discarded) return;
    message.discarded = true;
    if (session.discarded.length === 0) this.#lives.host.discarding++;
    session.discarded.push(message);
  }

  /** @param counters of the `disconnect` line */
  close(pid: number, counters = ''): Session | undefined {
    const session = this.#lives.host.session(pid);
    if (session === undefined) return undefined;
    session.counters = counters;
    this.#lives.host.close(session);
    this.leave(session);
    if (session.account !== '') this.#lives.host.proxy(session.address, '');
    if (session.discarded.length > 0) this.#settleDiscarded(session, counters);
    return session;
  }

  /** No more lines of the session about its last message: one whose text never came was broken off. */
  leave(session: Session): void {
    const { message } = session;
    session.message = undefined;
    if (message === undefined || message.abandoned || session.discarded.includes(message)) return;
    if (message.active || message.received || message.messageId !== UNNAMED) session.taken++;
    else message.abandoned = true;
  }

  /**
   * Of messages under a DISCARD rule cleanup(8) says nothing. They were received where their text came: the
   * session's counters (Postfix 3.0) tell how many texts did; without these all of them.
   */
  #settleDiscarded(session: Session, counters: string): void {
    const counts = counters === '' ? undefined : commandCounts(counters);
    const whole = counts === undefined || counts.has('bdat');
    let texts = whole ? Number.POSITIVE_INFINITY : (counts.get('data')?.ok ?? 0) - session.taken;
    for (const message of session.discarded.reverse()) {
      if (message.active || message.received || message.ended > 0) texts--;
    }
    for (const message of session.discarded) {
      if (message.active || message.received || message.ended > 0) continue;
      if (texts-- > 0) this.#lives.receive(message);
      else message.abandoned = true;
      this.#lives.host.end(message, this.#lives.now);
    }
    session.discarded.length = 0;
    this.#lives.host.discarding--;
  }
}
