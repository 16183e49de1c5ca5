/**
 * A key in the name of a list is a secret: `abcd1234….zen.dq.spamhaus.net` is asked, and shown as
 * `KEY.zen.dq.spamhaus.net`, since what is on a screen or in JSON is pasted into forums. Who echoes the name (a TXT
 * record, an error, a line of main.cf) tells the key as well: `hideKeys` takes it out of any text.
 */
import type { Named } from './stranger.ts';

const HIDDEN = 'KEY';

/** The name of a list as it may be shown. */
export function shownName(list: Named): string {
  const { record, zone, by } = list;
  if (by === 'key') return `${HIDDEN}.${record.zone}`;
  const key = keyOf(list);
  return hideKeys(key === undefined ? zone : `${HIDDEN}${zone.slice(key.length)}`);
}

/** A label that nobody would choose for a name: long, of letters and digits (Spamhaus: 26, Abusix: 32). */
const LIKE_KEY = /^(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16,63}$/i;

/** What stands before a zone that wants a key, or looks like one before a zone that nobody knows. */
function keyOf({ record, zone, by }: Named): string | undefined {
  if (by === 'key') return zone.slice(0, -record.zone.length - 1);
  const label = zone.slice(0, Math.max(0, zone.indexOf('.')));
  return by !== 'name' && LIKE_KEY.test(label) ? label : undefined;
}

/** Operators whose zones all want a key: the label before `zen.dq.spamhaus.net`, `black.mail.abusix.zone`. */
const KEYED = /[\w-]+(?=\.[\w-]+\.(?:dq\.spamhaus\.net|mail\.abusix\.zone)(?![\w-]))/gi;
/** A key shorter than this is hidden only where it stands before its zone: it might be an ordinary word. */
const SHORTEST_ALONE = 8;

/** @param list whose key is to be hidden too where it stands alone */
export function hideKeys(text: string, list?: Named): string {
  const key = list === undefined ? undefined : keyOf(list);
  let hidden = text;
  if (list !== undefined && key !== undefined) {
    const rest = list.zone.slice(key.length);
    hidden = hidden.replace(new RegExp(escaped(`${key}${rest}`), 'gi'), HIDDEN + rest);
    if (key.length >= SHORTEST_ALONE) hidden = hidden.replace(new RegExp(escaped(key), 'gi'), HIDDEN);
  }
  return hidden.replace(KEYED, HIDDEN);
}

/** A line of a configuration, which may have been cut in the middle of a name. */
export function hideAnyKey(text: string): string {
  return hideKeys(text.replace(/[a-z0-9]{16,}/gi, (word) => (LIKE_KEY.test(word) ? HIDDEN : word)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
