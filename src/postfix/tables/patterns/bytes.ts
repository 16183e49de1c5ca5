/** Text as its bytes, one letter each: what Postfix matches. Text of ASCII is that already. */

const BEYOND_ASCII = /[^\x00-\x7f]/;

export function toBytes(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text;
}

export function fromBytes(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text, 'latin1').toString() : text;
}
