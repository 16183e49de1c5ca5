/** The name servers that this machine's own resolver asks. */
import { readFileSync } from 'node:fs';
import { parseResolvConf, type ResolvConf } from './resolv-conf.ts';

/** A file that is not there or cannot be read is an empty one, as for the system: 127.0.0.1 is asked. */
export function systemResolvConf(path = '/etc/resolv.conf'): ResolvConf {
  let text = '';
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    // As said above.
  }
  return parseResolvConf(text);
}
