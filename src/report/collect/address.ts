/** Mail addresses as keys: the local part as it stands, the domain in lower case (RFC 5321 §2.4). */
import type { Spelling } from '../../tally/ledger.ts';

/** The domain after the last `@`; "" where there is none. May be a slice. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1);
}

export function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address;
  const domain = address.slice(at + 1);
  const lower = domain.toLowerCase();
  return lower === domain ? address : address.slice(0, at + 1) + lower;
}

/** Delivery agents that end in a mailbox or a program of this server. */
export const LOCAL_AGENTS: ReadonlySet<string> = new Set(['local', 'virtual', 'lmtp', 'pipe']);

/** Domains and host names: their letters' case does not matter (RFC 4343). */
export const DOMAINS: Spelling = {
  of: (name) => name.toLowerCase(),
  sure: 'lower case',
};

/** Addresses in a form, which leaves those as they are whose domain is in lower case. */
export const ADDRESSES: Spelling = {
  of: lowerDomain,
  sure: 'lower-case domain',
};

/**
 * The domain of a client, which stands for the sender's where that has none (a notification's empty sender):
 * `mx.example.com` is example.com, `a.b.co.uk` is b.co.uk, as pflogsumm's gimme_domain cuts them; the address
 * where the name is unknown.
 */
export function clientDomain(name: string, address: string): string {
  if (name === '' || name === 'unknown') return address;
  const labels = name.split('.');
  const last = labels.at(-1)!.length;
  const middle = labels.at(-2)?.length ?? 0;
  const wanted = last === 3 ? 2 : last === 2 && (middle === 2 || middle === 3) ? 3 : 0;
  return wanted === 0 || labels.length <= wanted ? name : labels.slice(-wanted).join('.').toLowerCase();
}

export interface FormOptions {
  /** The local part too in lower case. */
  readonly ignoreCase?: boolean;
  /** VERP: the number in `list-return-17-ann=example.com@list.example`; 2 takes the whole tail away. */
  readonly verp?: 0 | 1 | 2;
  /** SRS0 and SRS1 addresses as the sender that they stand for. */
  readonly srs?: boolean;
  /** UUCP bang paths: `host!ann@gate` as `gate!ann@host`. */
  readonly uucp?: boolean;
}

/** pflogsumm's --ignore-case, --verp-mung, --srs-mung and --uucp-mung. */
export function spellingOf(options: FormOptions): Spelling {
  if (!Object.values(options).some(Boolean)) return ADDRESSES;
  return { of: (address) => formOf(address, options), sure: 'none' };
}

function formOf(address: string, options: FormOptions): string {
  let form = lowerDomain(address);
  if (options.uucp === true)
    form = form.replace(
      /^(.*!)*([^!]+)!([^!@]+)@([^.]+)$/,
      (_whole, path: string | undefined, host: string, user: string, gate: string) =>
        `${gate}!${path ?? ''}${user}@${host}`,
    );
  if (options.ignoreCase === true) form = form.toLowerCase();
  if (options.srs === true)
    form = form.replace(
      /^SRS[01][=+-].*?=[^=]*=([^=]+)=([^@]+)@.*$/i,
      (_whole, domain: string, user: string) => `${user}@${domain.toLowerCase()}`,
    );
  if (options.verp === 1)
    form = form.replace(
      /((?:bounce[ds]?|no(?:list|reply|response)|return|sentto|\d+).*?)(?:[+_.*-]\d+\b)+/i,
      '$1-ID',
    );
  if (options.verp === 2) form = form.replace(/^(.*?(?:bounce[ds]?|return|sentto))[^@]*(@.*)$/i, '$1$2');
  return form;
}
