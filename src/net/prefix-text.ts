/**
 * Networks of addresses as they stand in logs, as keys: text in, text out, since each message of an account comes through
 * here and nothing but the key is wanted. Postfix writes IPv6 in lower case without leading zeros (inet_ntop(3)); the
 * same network has then one key. `networkOf` (network.ts) is the exact one.
 */

/** The first 16-bit groups of an IPv6 address: four of them are a client's network, two a provider's. */
export function prefixText(address: string, groups: number): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const list = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  if (tail !== undefined) while (list.length + end.length < 8) list.push('0');
  return [...list, ...end].slice(0, groups).join(':');
}

/** What one provider gives to one customer after another: /16, in IPv6 /32. */
export function providerText(address: string): string {
  return address.includes(':') ? prefixText(address, 2) : address.split('.', 2).join('.');
}
