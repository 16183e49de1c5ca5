/** What the engine asks the program for: what is rare, and what needs words. Positions lie in the frame (frame.ts). */

/** A key that may be spelled in another way: the row of its one spelling, -1 where it is spelled right. */
// @ts-ignore: decorator
@external('host', 'spell')
export declare function spell(ledger: usize, from: usize, length: usize): i32;

/** A name of a group (subjects.ts) that may be spelled in another way: 1 where its one spelling is laid down (`setSpelled`). */
// @ts-ignore: decorator
@external('host', 'spellSubject')
export declare function spellSubject(subjects: usize, kind: u32, from: usize, length: usize): bool;

/** A key that is new to a ledger which has let rows go. */
// @ts-ignore: decorator
@external('host', 'newKey')
export declare function newKey(ledger: usize, hash: u32): void;

/** The row of the sending domain of a message whose sender has none. */
// @ts-ignore: decorator
@external('host', 'nullDomain')
export declare function nullDomain(message: usize): i32;

/**
 * A message of a logged-in account counts as received, in the period.
 * @param account its number @param what bits, see accounts.ts
 * @param client the hash of the client's address @param sender that of the sender
 * @returns 1 where each of the account's by a client without a name is wanted
 */
// @ts-ignore: decorator
@external('host', 'submitted')
export declare function submitted(
  message: usize,
  account: i32,
  what: i32,
  client: u32,
  sender: u32,
): i32;

/** What was added up of an account's messages. @param at where it is, see accounts.ts */
// @ts-ignore: decorator
@external('host', 'settled')
export declare function settled(account: i32, at: usize): void;

/** A delivery of an ordinary message did not succeed. @returns see failures.ts */
// @ts-ignore: decorator
@external('host', 'delivery')
export declare function delivery(message: usize): i32;

/** The number of the reason in the frame's reply, -1 where its line is not ordinary. */
// @ts-ignore: decorator
@external('host', 'reason')
export declare function reason(blocked: i32, from: usize, end: usize, address: usize): i32;

/**
 * A recipient was refused for a reason, in the period, or would have been (`warning`); lines are wanted as evidence.
 * @returns 1 where no more are
 */
// @ts-ignore: decorator
@external('host', 'refused')
export declare function refused(reason: i32, warning: i32): u32;

/** A blocklist zone refused with words that were not heard before: 1 where they may be forgotten as innocent. */
// @ts-ignore: decorator
@external('host', 'zoneSays')
export declare function zoneSays(): i32;

/** A login failed, in the period, with an account's name or with evidence that is wanted. */
// @ts-ignore: decorator
@external('host', 'loginFailed')
export declare function loginFailed(client: u32): void;

/** A warning, in the period (complaints.ts). @returns 1 where no more lines of its kind are wanted */
// @ts-ignore: decorator
@external('host', 'complained')
export declare function complained(kind: i32): u32;

/** The line in the frame tells of a notification to the sender of a message. */
// @ts-ignore: decorator
@external('host', 'notified')
export declare function notified(message: usize): void;

/** It is not told whether the message carries another one on: the program waits for it from now on. */
// @ts-ignore: decorator
@external('host', 'givenUp')
export declare function givenUp(message: usize): void;

/** The place for attempts is full (attempts.ts): the program takes them. */
// @ts-ignore: decorator
@external('host', 'attemptsAreMany')
export declare function attemptsAreMany(): void;
