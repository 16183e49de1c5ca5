/** Deliveries that did not succeed, of messages of accounts. */

/** The program wants to be told of each: mail of accounts may be what somebody's rules sent on. */
export let tellsFailures: bool = false;

export function tellFailures(): void {
  tellsFailures = true;
}
