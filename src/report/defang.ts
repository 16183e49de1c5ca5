/**
 * Foreign addresses, hosts and links written so that no mail provider takes the report itself for what it
 * reports: `hxxps://bad[.]example`, `ann[@]bad[.]example`, `192[.]0[.]2[.]1`. The server's own names stay.
 */
/** Not after a slash: `/var/log/mail.log` is a path. */
const DOMAIN = /(?<![/\p{L}\p{N}_.-])(?:[\p{L}\p{N}_-]+\.)+[\p{L}][\p{L}\p{N}-]+/gu;
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
/** Three colons at least: `10:11:12` is a time. */
const LONG_ADDRESS = /\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}\b|\b[0-9a-f]{1,4}::[0-9a-f]{1,4}\b/gi;

/** @param own domains and hosts of this server, which stay as they are, and all below them */
export function defanger(own: readonly string[]): (text: string) => string {
  const mine = own.map((name) => name.toLowerCase()).filter((name) => name !== '');
  const isOwn = (name: string): boolean => mine.some((each) => name === each || name.endsWith(`.${each}`));
  return (text) =>
    text
      .replace(/\bhttp(s?):\/\//gi, 'hxxp$1://')
      .replace(/@(?=[\p{L}\p{N}[])/gu, (at, offset: number, whole: string) => {
        const domain = whole
          .slice(offset + 1)
          .match(DOMAIN)?.[0]
          ?.toLowerCase();
        return domain !== undefined && isOwn(domain) ? at : '[@]';
      })
      .replace(DOMAIN, (name) => (isOwn(name.toLowerCase()) ? name : name.replaceAll('.', '[.]')))
      .replace(ADDRESS, (address) => address.replaceAll('.', '[.]'))
      .replace(LONG_ADDRESS, (address) => address.replaceAll(':', '[:]'));
}
