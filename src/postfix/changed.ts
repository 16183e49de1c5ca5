/** A configuration as it would be with parameters set, nothing written: `--set 'parameter = value'`. */
import type { Configuration } from './configuration.ts';
import { readMainCf } from './main-cf.ts';
import { setParameter } from './set.ts';
import { splitNameValue } from './split.ts';

export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** `parameter = value`; undefined: it is not of that form. */
export function readSetting(text: string): Setting | undefined {
  const split = splitNameValue(text);
  return 'wrong' in split ? undefined : { name: split.name, value: split.value };
}

/**
 * @param text of main.cf
 * @throws RangeError a value that main.cf cannot hold
 */
export function changedText(text: string, settings: readonly Setting[]): string {
  return settings.reduce((changed, { name, value }) => setParameter(changed, name, value), text);
}

/**
 * The same with the bytes of a file: what is not to be changed stays byte for byte, whether it is UTF-8 or not.
 * @throws RangeError a value that main.cf cannot hold
 */
export function changedBytes(bytes: Buffer, settings: readonly Setting[]): Buffer {
  // One letter a byte.
  const raw = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  const written = settings.map(({ name, value }) => ({ name: raw(name), value: raw(value) }));
  return Buffer.from(changedText(bytes.toString('latin1'), written), 'latin1');
}

export function changed(
  configuration: Configuration,
  text: string,
  settings: readonly Setting[],
): Configuration {
  return { ...configuration, main: readMainCf(changedText(text, settings), configuration.main.file) };
}
