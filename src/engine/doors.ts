/** What the engine can be told and asked (assembly/doors.ts, assembly/index.ts). Places in its memory are numbers. */

export interface Doors {
  readonly memory: WebAssembly.Memory;

  /** A block of at least so many bytes, never given back. */
  take(bytes: number): number;
  /** Where a block of log may be laid down, of which the first bytes are as they were. */
  input(bytes: number, kept: number): number;
  /**
   * Takes ordinary lines. 0: all are taken. Where it stopped at one that must go the long way the frame tells it:
   * 1 without, 2 with its header.
   */
  run(from: number, to: number): number;
  frameAt(): number;
  setFile(number: number): void;
  setLines(count: number): void;

  newLedger(counts: number, amounts: number, spelling: number, bound: number, textColumn: number): number;
  ledgerRow(ledger: number, from: number, length: number): number;
  ledgerSetText(ledger: number, row: number, from: number, length: number): void;
  ledgerFind(ledger: number, from: number, length: number): number;
  /** Where the rows are that count most, until the next call: their number, how many count at all, then they, the best first. */
  ledgerTop(ledger: number, columns: number, where: number, most: number): number;

  /** A table of who stands behind each of many groups (assembly/subjects.ts). @param addresses how they are spelled */
  newSubjects(bound: number, addresses: number): number;
  newGroup(subjects: number, kind: number): number;
  dropGroup(group: number): void;
  addSubject(group: number, from: number, length: number): void;
  /** Where the names are that count most, until the next call: their number, that of all, then they, the best first. */
  groupTop(group: number, most: number): number;
  /** Where the hashes of all names of a group are (assembly/distinct.ts), until the next call. */
  groupDifferent(group: number): number;
  setSpelled(from: number, length: number): void;

  dayText(): number;
  quarters(): number;
  learnDay(length: number, wall: number, iso: number): void;
  learnPlace(text: number, length: number, host: number, offset: number): void;
  forgetPlace(): void;
  learnProgram(text: number, length: number, number: number, kind: number): void;

  setPeriods(from: number, to: number, fromBefore: number, toBefore: number): void;
  setLedgers(
    senders: number,
    recipients: number,
    sendingDomains: number,
    recipientDomains: number,
    clients: number,
  ): void;
  setSmtpd(guessers: number, protocols: number): void;
  /** From now on each failed delivery and each notification is told. */
  tellFailures(): void;
  setPostscreen(words: number): void;
  /** What is counted of a program's warnings of a kind. */
  complaintsAt(program: number, kind: number): number;
  wantEvidence(wanted: number): void;
  forgetReasons(): void;
  forgetFailures(): void;
  /** What is counted of a reason, 0: nothing yet. @param what 0 refusals, 1 warnings, 2 deliveries */
  reasonAt(number: number, what: number): number;
  /** Whose names stand behind a reason from now on. */
  setGroup(number: number, what: number, group: number): void;

  noteFailure(message: number, marks: number, failed: number, length: number): void;
  /** Tells what was added up of an account's messages, of which another will be counted elsewhere; of all accounts'. */
  settleAccount(from: number, length: number): void;
  settleAccounts(): void;

  messageOf(host: number, id: number, length: number): number;
  surrender(message: number): number;
  /** The first of those that are handed over together with the message, 0: it alone. */
  kinOf(message: number): number;
  /** A message of which it is not yet told whether it carries another one on, 0: none any more. */
  undecidedOne(): number;
  claim(host: number, id: number, length: number): number;
  release(host: number, id: number, length: number): void;
  standingFor(host: number, low: number, high: number): number;
  claimName(host: number, low: number, high: number): void;
  releaseName(host: number, low: number, high: number): void;
  hasSession(host: number, pid: number): number;
  sessionMessage(host: number, pid: number): number;
  sessionTaken(host: number, pid: number): number;
  claimSession(host: number, pid: number): void;
  releaseSession(host: number, pid: number): void;
  advance(now: number): void;
  rewind(): void;
  /** Of messages, in the order of their beginnings. */
  nextSerial(): number;
  nextUntold(anew: number): number;

  /** From now on attempts are laid down (assembly/attempts.ts), and nothing is counted of them. */
  recordAttempts(): void;
  attemptsAt(): number;
  attemptCount(): number;
  /** They have been taken. */
  forgetAttempts(): void;
  /** The log is at its end: lays down what is still in flight. */
  endAllAttempts(): void;
  /** What was heard of a message's journey; 0: nothing. */
  draftAt(message: number): number;
  /** The number of a text (assembly/texts.ts), how many there are, and where their places and lengths are. */
  numberOf(from: number, length: number): number;
  getTextCount(): number;
  textPlaces(): number;

  sumsAt(): number;
  daysAt(): number;
  hostLinesAt(): number;
  getForeign(): number;
  getNewest(): number;
  getOldest(): number;
  getNow(): number;
  getFirst(): number;
  getLast(): number;
  getLastOffset(): number;
  getGuesses(): number;
  getGuessFirst(): number;
  getGuessLast(): number;
  getDeliveredDomains(): number;
}

/** What the engine asks (assembly/host.ts). */
export interface Asked {
  /** The row of the one spelling of a key, -1 where it is spelled right. */
  spell(ledger: number, from: number, length: number): number;
  /** 1 where the one spelling of a name is laid down (`setSpelled`); 0 where it is spelled right. */
  spellSubject(subjects: number, kind: number, from: number, length: number): number;
  /** A key that is new to a ledger which has let rows go. */
  newKey(ledger: number, hash: number): void;
  /** The row of the sending domain of a message whose sender has none. */
  nullDomain(message: number): number;
  /** A message of a logged-in account counts as received. 1 where each of a client without a name is wanted. */
  submitted(message: number, account: number, what: number, client: number, sender: number): number;
  /** What was added up of an account's messages. */
  settled(account: number, at: number): void;
  /** A delivery of an ordinary message did not succeed. 0: not taken; 1: counted; from 2 on: so are others with its text. */
  delivery(message: number): number;
  /** The number of a reason, -1 where its line is not ordinary. */
  reason(blocked: number, from: number, end: number, address: number): number;
  /** 1 where no more lines are wanted as evidence of it. */
  refused(reason: number, warning: number): number;
  /** 1 where the words are innocent, and may be forgotten. */
  zoneSays(): number;
  loginFailed(client: number): void;
  /** A notification to the sender of a message. */
  notified(message: number): void;
  /** It is not told whether the message carries another one on. */
  givenUp(message: number): void;
  /** The place for attempts is full. */
  attemptsAreMany(): void;
  /** A warning; 1 where no more lines of its kind are wanted. */
  complained(kind: number): number;
}
