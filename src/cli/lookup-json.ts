/** One subject's results as the JSON that docs/lists.md describes. */
import type { Failed, Listing, Looked } from '../dnsbl/lookup.ts';
import type { Planned, SkipWhy } from '../dnsbl/plan.ts';
import { shownName } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { howToGetOff, meaningOf, urlsOf, whyFailed, whySkipped } from './lookup-words.ts';

/** How often a log has the client: refusals of any kind, messages that were accepted. */
export interface InLog {
  readonly connections: number;
  readonly refused: number;
  readonly accepted: number;
}

/** What a list says of which nothing proves that it works: to look at, not to count. */
function unprovedJson({ unproved }: Failed, told: (listing: Listing) => object): object {
  if (unproved === undefined) return {};
  return { unproved: unproved.listing === undefined ? null : told(unproved.listing) };
}

export function lookedJson(looked: Looked, language: Language, inLog: InLog | undefined): object {
  const { subject } = looked;
  const told = (listing: Listing): object => ({
    zone: shownName(listing.list),
    name: listing.list.record.name,
    asked: listing.asked,
    codes: listing.codes,
    meaning: meaningOf(listing, language),
    text: listing.text,
  });
  return {
    subject: subject.text,
    kind: subject.kind,
    ...inLog,
    ...(subject.kind === 'domain'
      ? { asked: [...looked.asked].map(([name, lists]) => ({ name, zones: lists.map(shownName) })) }
      : {}),
    listings: looked.listings.map((listing) => {
      const { record } = listing.list;
      const { delist, lookup } = urlsOf(record, subject);
      return {
        ...told(listing),
        use: record.use,
        delist: howToGetOff(record, subject, language),
        delistUrl: delist,
        lookupUrl: lookup,
      };
    }),
    ratings: looked.ratings.map((rating) => ({
      ...told(rating),
      says: rating.meanings.some(({ says }) => says === 'good') ? 'good' : 'neutral',
    })),
    clear: looked.clear.map(shownName),
    failed: looked.failed.map((failed) => ({
      zone: shownName(failed.list),
      why: failed.why,
      answers: failed.answers,
      text: whyFailed(failed, language),
      ...unprovedJson(failed, told),
    })),
    skipped: looked.skipped.map(({ list, why }) => ({ zone: shownName(list), why })),
  };
}

/** Lists that were not asked, in words: once for all subjects, since nearly all are the same of each. */
export class SkippedJson {
  readonly #counts = new Map<Planned, Map<SkipWhy, number>>();

  note({ skipped }: Looked): void {
    for (const { list, why } of skipped) {
      let counts = this.#counts.get(list);
      if (counts === undefined) {
        counts = new Map();
        this.#counts.set(list, counts);
      }
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
  }

  /** `subjects`: of how many it was so. */
  rows(language: Language): object[] {
    return [...this.#counts].flatMap(([list, counts]) =>
      [...counts].map(([why, subjects]) => ({
        ...{ zone: shownName(list), why, text: whySkipped(list, why, language), subjects },
      })),
    );
  }
}
