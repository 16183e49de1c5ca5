/** Who is checked: what macros can ask for (RFC 7208 §7.2), and which of it they did ask for. */
import { type Address, formatAddress, parseAddress, plainOf } from '../net/address.ts';
import { reverseName } from '../net/reverse.ts';
import { asciiName } from './macro.ts';
import type { Request } from './verdict.ts';

/** Beside the address and the domain, which every verdict depends on. */
export const NEEDS_LOCAL = 1;
export const NEEDS_HELO = 2;
export const NEEDS_TIME = 4;

/**
 * Characters of a local part or HELO name: some times what SMTP knows (RFC 5321 §4.5.3.1), and few enough that thousands of
 * macros can be expanded with it.
 */
const LONGEST = 1_000;

export class Client {
  readonly address: Address;
  readonly identity: 'mailfrom' | 'helo';
  readonly local: string;
  /** Of the sender, or the HELO name; in lower case. */
  readonly domain: string;
  readonly helo: string;
  /** RFC 8616 §4: else a macro with it matches nothing; nor with one that no mail server would take. */
  readonly isLocalUsable: boolean;
  /** Bits of NEEDS_. */
  needs = 0;
  #text: string | undefined;

  constructor(address: Address, { sender, helo }: Request) {
    this.address = address;
    this.identity = sender === '' ? 'helo' : 'mailfrom';
    const { local, domain } = splitSender(sender, helo);
    this.local = local;
    this.domain = asciiName(domain).toLowerCase();
    this.helo = helo.length <= LONGEST ? helo : '';
    this.isLocalUsable = local.length <= LONGEST && !/[^\0-\x7f]/.test(local);
  }

  /** As people write it. */
  get text(): string {
    this.#text ??= formatAddress(this.address);
    return this.#text;
  }

  /** @param letter any but d and p, which depend on the record */
  value(letter: string, receiver: string, now: number): string {
    switch (letter) {
      case 's':
        this.needs |= NEEDS_LOCAL;
        return `${this.local}@${this.domain}`;
      case 'l':
        this.needs |= NEEDS_LOCAL;
        return this.local;
      case 'o':
        return this.domain;
      case 'i':
        return this.address.family === 4 ? this.text : this.#halfBytes();
      case 'c':
        return this.text;
      case 'v':
        return this.address.family === 4 ? 'in-addr' : 'ip6';
      case 'h':
        this.needs |= NEEDS_HELO;
        return this.helo;
      case 'r':
        return receiver;
      case 't':
        this.needs |= NEEDS_TIME;
        return String(Math.floor(now / 1000));
      default:
        return '';
    }
  }

  /** §7.3, in capitals as in the official tests. */
  #halfBytes(): string {
    return reverseName(this.address).split('.').reverse().join('.').toUpperCase();
  }
}

/** The client's address as it is checked; undefined: it is none. */
export function clientAddress(ip: string): Address | undefined {
  const address = parseAddress(ip);
  return address === undefined ? undefined : plainOf(address);
}

/** RFC 7208 §2.4, §4.3: without sender the HELO name's postmaster; the domain is behind the last @. */
export function splitSender(sender: string, helo: string): { local: string; domain: string } {
  if (sender === '') return { local: 'postmaster', domain: withoutDot(helo) };
  const at = sender.lastIndexOf('@');
  return {
    local: sender.slice(0, Math.max(0, at)) || 'postmaster',
    domain: withoutDot(sender.slice(at + 1)),
  };
}

/** `example.com.` is `example.com`. */
function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
