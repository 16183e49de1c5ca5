/** Whether Postfix would look at a parameter: a typing error sets one that nobody reads. */
import { type Configuration, written } from './configuration.ts';

/** A built-in one, one that main.cf sets already, or one that another value names (`$name`, a restriction class). */
export function known(configuration: Configuration, name: string): boolean {
  if (written(configuration, name) !== undefined) return true;
  const named = new RegExp(`\\$[{(]?${name}\\b|^smtpd_restriction_classes\\b.*\\b${name}\\b`);
  return configuration.main.settings.some(({ name: setting, value }) =>
    named.test(`${setting} = ${value.text}`),
  );
}
