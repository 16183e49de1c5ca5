/**
 * A copy of a short-lived slice that does not hold the line it was cut from in memory. V8 keeps a substring
 * of 13 characters or more as a pointer into its parent; shorter ones are copies already.
 */
export function own(slice: string): string {
  return slice.length < 13 ? slice : Buffer.from(slice, 'utf8').toString('utf8');
}
