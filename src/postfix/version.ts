/** Versions of Postfix as numbers that can be compared: `3.7.11` and `3.7-20220101` are 3007. */
import { type Configuration, written } from './configuration.ts';

/** undefined: it is none. */
export function versionNumber(text: string): number | undefined {
  const match = /^(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]) * 1000 + Number(match[2]);
}

/** Of the installed Postfix; undefined: there is none that would tell. */
export function installedVersion(configuration: Configuration): number | undefined {
  return versionNumber(written(configuration, 'mail_version')?.text ?? '');
}
