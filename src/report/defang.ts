/**
 * Foreign addresses, hosts and links written so that no mail provider takes the report itself for what it
 * reports: `hxxps://bad[.]example`, `ann[@]bad[.]example`, `192[.]0[.]2[.]1`. The server's own names stay.
 */
const NAME = String.raw`(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+`;
/** Not after a slash: `/var/log/mail.log` is a path; but after two, `https://bad.example`. */
const DOMAIN = new RegExp(String.raw`(?<![\p{L}\p{N}_.-])(?<!(?<!\/)\/)${NAME}`, 'gu');
const HERE = new RegExp(NAME, 'uy');
/** Files that reports speak of, by endings that no domain has; `cf` is one. */
const FILE = /^(?:main|master)\.cf$|\.(?:log|conf|toml|gz|bz2|xz|zst|json|ts)(?:-\d+)?$/i;
/** No version of four numbers stands in a mail log where an address could not; three dots make an address. */
const ADDRESS = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\.\d)/g;
/** Three colons at least: `10:11:12` is a time. In mail it may stand as `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3). */
const LONG_ADDRESS =
  /(?:(?<=\bIPv6:)|(?<![\w:]))(?:[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}|[0-9a-f]{1,4}::(?:[0-9a-f]{1,4})?|::[0-9a-f]{1,4})(?![\w:])/gi;

/** @param own domains and hosts of this server, which stay as they are, and all below them */
export function defanger(own: readonly string[]): (text: string) => string {
  const mine = new Set(own.map((name) => name.toLowerCase()).filter((name) => name !== ''));
  const isOwn = (name: string): boolean => {
    for (let from = 0; ; ) {
      if (mine.has(name.slice(from))) return true;
      from = name.indexOf('.', from) + 1;
      if (from === 0) return false;
    }
  };
  const staysAt = (text: string, from: number): boolean => {
    HERE.lastIndex = from;
    const name = HERE.exec(text)?.[0].toLowerCase();
    return name !== undefined && isOwn(name);
  };
  return (text) =>
    text
      .replace(/\bhttp(s?):\/\//gi, 'hxxp$1://')
      .replace(/\b(?!hxxps?:)([a-z][a-z\d+.-]*:\/\/|(?:mailto|javascript):)/gi, (scheme) =>
        scheme.replace(':', '[:]'),
      )
      .replace(/@(?=[\p{L}\p{N}[])/gu, (at, offset: number, whole: string) =>
        staysAt(whole, offset + 1) ? at : '[@]',
      )
      .replace(DOMAIN, (name) =>
        isOwn(name.toLowerCase()) || FILE.test(name) ? name : name.replaceAll('.', '[.]'),
      )
      .replace(ADDRESS, (address) => address.replaceAll('.', '[.]'))
      .replace(LONG_ADDRESS, (address) => address.replaceAll(':', '[:]'));
}
