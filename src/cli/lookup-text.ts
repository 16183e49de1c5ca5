/** Lookups as text: a block for each subject as it is known, and at the end what concerns all of them. */

import type { Failed, Listing, Looked } from '../dnsbl/lookup.ts';
import type { Planned, SkipWhy } from '../dnsbl/plan.ts';
import type { Subject } from '../dnsbl/question.ts';
import { shownName } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { sayList } from '../i18n/lists/words.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import { table } from '../report/render/table.ts';
import type { InLog } from './lookup-json.ts';
import { howToGetOff, meaningOf, whyFailed } from './lookup-words.ts';
import { paint } from './paint.ts';

export interface TextForm {
  readonly language: Language;
  readonly width: number;
  readonly color: boolean;
}

/** Lines of what a list says of a listing. */
const MOST_LINES = 4;
/** Lists that may fail alike before it looks like the resolver's fault, and their share of all that were asked. */
const ALIKE = 5;
const SHARE = 0.6;

export class LookupText {
  readonly #form: TextForm;
  #subjects = 0;
  #last: Subject | undefined;
  #listed = 0;
  readonly #listedOn = new Set<Planned>();
  readonly #failed = new Map<string, { failed: Failed; count: number }>();
  readonly #skipped = new Map<SkipWhy, Set<Planned>>();
  /** About how many subjects. */
  readonly #asked = new Map<Planned, number>();

  constructor(form: TextForm) {
    this.#form = form;
  }

  /** One subject's block. */
  block(looked: Looked, inLog: InLog | undefined): string {
    this.#note(looked);
    const { listings, ratings, clear, failed, skipped, subject } = looked;
    const say = this.#say;
    const parts: string[] = [];
    const known = listings.length + ratings.length + clear.length;
    if (listings.length > 0)
      parts.push(say(listings.length === 1 ? 'lookup.on-one' : 'lookup.on', { count: listings.length }));
    if (clear.length > 0) parts.push(say('lookup.clear', { count: clear.length }));
    const unproved = failed.flatMap((each) => each.unproved?.listing ?? []);
    if (unproved.length > 0) parts.push(say('lookup.unproved', { count: unproved.length }));
    const silent = failed.length - unproved.length;
    if (silent > 0)
      parts.push(say(known + unproved.length === 0 ? 'lookup.unknown' : 'lookup.failed', { count: silent }));
    else if (known + unproved.length === 0 && skipped.length > 0)
      parts.push(say('lookup.not-asked', { why: say(`skip.${commonest(skipped.map((each) => each.why))}`) }));
    const comma = this.#form.language === 'ja' ? '、' : ', ';
    const often =
      inLog === undefined
        ? ''
        : ` (${say('lookup.in-log', { refused: inLog.refused, accepted: inLog.accepted })})`;
    const name = safe(subject.text);
    const lines = fold(`${name}${often}: ${parts.join(comma)}`, this.#form.width, 4);
    if (listings.length > 0)
      lines.forEach((line, i) => {
        lines[i] = line.replace(parts[0]!, this.#paint('red', parts[0]!));
      });
    lines[0] = lines[0]!.replace(name, this.#paint('bold', name));
    const rows = [
      ...listings.map((listing) => [shownZone(listing.list), this.#says(listing, undefined)]),
      ...ratings.map((rating) => [
        shownZone(rating.list),
        this.#says(
          rating,
          rating.meanings.some(({ says }) => says === 'good') ? 'lookup.good' : 'lookup.neutral',
        ),
      ]),
      ...unproved.map((listing) => [
        shownZone(listing.list),
        `(${say('lookup.unproved-says', { says: this.#says(listing, undefined) })})`,
      ]),
    ];
    if (rows.length > 0)
      lines.push(
        ...table([{ title: '' }, { title: '', flexible: true }], rows, this.#form.width, MOST_LINES),
      );
    lines.push(...this.#askedAs(looked));
    return `${lines.join('\n')}\n`;
  }

  /** A domain is asked under the names that each list holds; told where it is not its own name alone. */
  #askedAs({ subject, asked }: Looked): string[] {
    const others = [...asked].filter(([name]) => name !== subject.text);
    if (others.length === 0) return [];
    const names = [...asked].map(([name, { length }]) =>
      this.#say('lookup.asked-name', { name, count: length }),
    );
    const list = names.join(this.#form.language === 'ja' ? '、' : ', ');
    return fold(`  ${this.#say('lookup.asked-as', { list })}`, this.#form.width, 4).map((line) =>
      this.#paint('dim', safe(line)),
    );
  }

  /** What concerns all: how to get off, what failed, what was not asked. */
  end(): string {
    const { language, width } = this.#form;
    const say = this.#say;
    const lines: string[] = [];
    if (this.#subjects > 1)
      lines.push('', ...fold(say('lookup.summary', { count: this.#subjects, listed: this.#listed }), width));
    const one = this.#subjects === 1 ? this.#last : undefined;
    // Of a list that the catalogue does not have, nothing is known but its own words.
    const known = [...this.#listedOn].filter(({ by }) => by !== 'nothing');
    if (known.length > 0) {
      lines.push('', this.#paint('bold', say('lookup.off')));
      for (const list of known)
        lines.push(
          `  ${shownZone(list)}`,
          ...fold(`    ${howToGetOff(list.record, one, language)}`, width, 4),
        );
    }
    if (this.#failed.size > 0) {
      lines.push('', this.#paint('bold', say('lookup.failures')));
      for (const [why, lists] of this.#failuresByReason()) {
        const names = lists.map(({ failed, count }) =>
          count === this.#asked.get(failed.list)
            ? shownZone(failed.list)
            : `${shownZone(failed.list)} (${say('lookup.of', { count, all: this.#asked.get(failed.list)! })})`,
        );
        lines.push(...fold(`  ${why}: ${names.join(language === 'ja' ? '、' : ', ')}`, width, 4));
      }
      if (this.#failAlike()) lines.push(...fold(`! ${say('lookup.resolver')}`, width, 2));
    }
    if (this.#skipped.size > 0) {
      const list = [...this.#skipped]
        .map(([why, lists]) => say('lookup.skipped-one', { count: lists.size, why: say(`skip.${why}`) }))
        .join(language === 'ja' ? '、' : '; ');
      const text = `${say('lookup.skipped', { list })} (${say('lookup.all-named')})`;
      lines.push('', ...fold(text, width).map((line) => this.#paint('dim', line)));
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }

  #note(looked: Looked): void {
    const { subject, listings, ratings, clear, failed, skipped } = looked;
    this.#subjects++;
    this.#last = subject;
    if (listings.length > 0) this.#listed++;
    for (const { list } of listings) this.#listedOn.add(list);
    const answered = [...listings, ...ratings, ...failed].map(({ list }) => list);
    for (const list of [...answered, ...clear]) this.#asked.set(list, (this.#asked.get(list) ?? 0) + 1);
    for (const each of failed) {
      const key = `${each.list.zone} ${each.why}`;
      const known = this.#failed.get(key);
      if (known === undefined) this.#failed.set(key, { failed: each, count: 1 });
      else known.count++;
    }
    for (const { list, why } of skipped) {
      const lists = this.#skipped.get(why) ?? new Set();
      this.#skipped.set(why, lists.add(list));
    }
  }

  /** Lists that fail for the same reason are told together. */
  #failuresByReason(): Map<string, { failed: Failed; count: number }[]> {
    const reasons = new Map<string, { failed: Failed; count: number }[]>();
    for (const each of this.#failed.values()) {
      const why = safe(whyFailed(each.failed, this.#form.language));
      reasons.set(why, [...(reasons.get(why) ?? []), each]);
    }
    return reasons;
  }

  #failAlike(): boolean {
    const whys = [...this.#failed.values()].map(({ failed }) => failed.why);
    const most = whys.filter((why) => why === commonest(whys)).length;
    return most >= ALIKE && most >= this.#asked.size * SHARE;
  }

  /** What the code means, then the list's own words: hostile text. */
  #says(listing: Listing, word: 'lookup.good' | 'lookup.neutral' | undefined): string {
    const means = meaningOf(listing, this.#form.language);
    const { use } = listing.list.record;
    const weighs = use === 'never' || use === 'watch' || use === 'empty-sender';
    const weight = weighs && listing.list.by !== 'nothing' ? ` (${this.#say(`weight.${use}`)})` : '';
    const as = listing.asked === this.#last?.text ? '' : `${listing.asked}: `;
    const told = `${as}${word === undefined ? `${means}${weight}` : this.#say(word, { means })}`;
    return safe(listing.text === '' ? told : `${told} — ${listing.text}`);
  }

  readonly #say = (key: Parameters<typeof sayList>[1], values: Parameters<typeof sayList>[2] = {}): string =>
    sayList(this.#form.language, key, values);

  #paint(style: 'bold' | 'red' | 'dim', text: string): string {
    return paint(this.#form, style, text);
  }
}

function shownZone(list: Planned): string {
  return safe(shownName(list));
}

function commonest<T>(items: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
