import type { OpenLog } from './open-log.ts';

/** Logs that are not read yet, the earliest first. */
export class Waiting {
  readonly #logs: OpenLog[];
  /** Those of other hosts than each. */
  readonly #apart = new Map<OpenLog, Set<OpenLog>>();

  constructor(logs: readonly OpenLog[]) {
    this.#logs = [...logs].sort((a, b) => a.begins - b.begins);
  }

  get isEmpty(): boolean {
    return this.#logs.length === 0;
  }

  take(): OpenLog | undefined {
    return this.#logs.shift();
  }

  /** Takes out one that has begun by a time and must be read together with one of those that are read. */
  async join(active: readonly OpenLog[], time: number): Promise<OpenLog | undefined> {
    for (const log of this.#logs) {
      if (log.begins > time) return undefined;
      for (const other of active) {
        if (!(await this.#concerns(log, other))) continue;
        this.#logs.splice(this.#logs.indexOf(log), 1);
        return log;
      }
    }
    return undefined;
  }

  /** When the next one begins that may have to be read together with one of those that are read. */
  nextFor(active: readonly OpenLog[]): number {
    for (const log of this.#logs) {
      const apart = this.#apart.get(log);
      if (apart === undefined || active.some((other) => !apart.has(other))) return log.begins;
    }
    return Number.POSITIVE_INFINITY;
  }

  async #concerns(log: OpenLog, other: OpenLog): Promise<boolean> {
    let apart = this.#apart.get(log);
    if (apart === undefined) {
      apart = new Set();
      this.#apart.set(log, apart);
    }
    if (apart.has(other)) return false;
    const concerns = await log.concerns(other);
    if (!concerns) apart.add(other);
    return concerns;
  }
}
