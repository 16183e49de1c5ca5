/**
 * Address patterns as Postfix writes them after a zone (postconf(5), postscreen_dnsbl_sites, reject_rbl_client):
 * each of the four numbers is one number, or a list of numbers and ranges in brackets.
 *
 *     127.0.0.2      127.0.0.[2..11]      127.0.[2..9;11..15;20].[1..3]
 */

type Range = readonly [from: number, to: number];

/** Four octets, each as ranges. */
export type Pattern = readonly [readonly Range[], readonly Range[], readonly Range[], readonly Range[]];

/** undefined: it is none. */
export function readPattern(text: string): Pattern | undefined {
  const match = /^(\d+|\[[^\]]*\])\.(\d+|\[[^\]]*\])\.(\d+|\[[^\]]*\])\.(\d+|\[[^\]]*\])$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1).map(readOctet);
  return octets.includes(undefined) ? undefined : (octets as unknown as Pattern);
}

function readOctet(text: string): readonly Range[] | undefined {
  const parts = text.startsWith('[') ? text.slice(1, -1).split(';') : [text];
  const ranges: Range[] = [];
  for (const part of parts) {
    const match = /^(\d{1,3})(?:\.\.(\d{1,3}))?$/.exec(part);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to > 255 || from > to) return undefined;
    ranges.push([from, to]);
  }
  return ranges;
}

/** @param address an IPv4 address */
export function matches(pattern: Pattern, address: string): boolean {
  const octets = address.split('.');
  return pattern.every((ranges, i) => {
    const octet = Number(octets[i]);
    return ranges.some(([from, to]) => octet >= from && octet <= to);
  });
}

/** Is there an address that both match? */
export function overlap(a: Pattern, b: Pattern): boolean {
  return a.every((ranges, i) =>
    ranges.some(([from, to]) => b[i]!.some((other) => from <= other[1] && other[0] <= to)),
  );
}
