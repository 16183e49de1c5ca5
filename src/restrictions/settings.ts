/** Reads parameters of main.cf for one service, as Postfix reads them, each with its type. */
import { type Configuration, effective, written } from '../postfix/configuration.ts';
import type { Expanded } from '../postfix/expand.ts';
import type { Service } from '../postfix/master-cf.ts';
import { LIST, words } from '../postfix/split.ts';

export class Settings {
  readonly #configuration: Configuration;
  readonly #service: Service | undefined;

  constructor(configuration: Configuration, service: Service | undefined) {
    this.#configuration = configuration;
    this.#service = service;
  }

  /** @throws ExpansionError where Postfix would not start */
  value(name: string): Expanded | undefined {
    return effective(this.#configuration, name, this.#service);
  }

  text(name: string): string {
    return this.value(name)?.text.trim() ?? '';
  }

  /** As it is written, its `$` names left alone (CONFIG_RAW_TABLE). */
  raw(name: string): string {
    return written(this.#configuration, name, this.#service)?.text.trim() ?? '';
  }

  number(name: string, otherwise: number): number {
    const text = this.text(name);
    return /^\d+$/.test(text) ? Number(text) : otherwise;
  }

  yes(name: string): boolean {
    return this.text(name).toLowerCase() === 'yes';
  }

  list(name: string): readonly string[] {
    return words(this.text(name), LIST).map(({ text }) => text);
  }
}
