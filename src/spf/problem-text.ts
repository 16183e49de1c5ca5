/** Why there is no verdict about a client, as a sentence or two. */
import type { Language } from '../i18n/language.ts';
import { saySpf } from '../i18n/spf/words.ts';
import { readable } from './signs.ts';
import { MOST_HOSTS, MOST_LOOKUPS, MOST_VOIDS, type Problem } from './verdict.ts';

export function problemText(problem: Problem, language: Language): string {
  const join = (texts: readonly string[]): string => texts.join(language === 'ja' ? '' : ' ');
  switch (problem.kind) {
    case 'no-address':
      return saySpf(language, 'problem.no-address');
    case 'no-domain':
      return saySpf(language, 'problem.no-domain', { domain: problem.domain });
    case 'no-record': {
      const { domain, found, near, of } = problem;
      const texts = [saySpf(language, `problem.${found}`, { domain })];
      if (near !== undefined) texts.push(saySpf(language, 'problem.near', { text: readable(near) }));
      if (of) texts.push(saySpf(language, 'problem.leads', { term: of.term, of: of.domain }));
      return join(texts);
    }
    case 'dns': {
      const { name, type, why, detail } = problem;
      const text = saySpf(language, `answer.${why}`, { type });
      return saySpf(language, 'problem.dns', {
        name,
        type,
        why: detail === '' ? text : `${text} (${detail})`,
      });
    }
    case 'time':
      return saySpf(language, 'problem.time', { seconds: (problem.milliseconds / 1000).toFixed(1) });
    case 'several-records':
      return saySpf(language, 'problem.several-records', {
        ...{ domain: problem.domain, count: problem.records.length },
      });
    case 'lookups': {
      const { of, loop } = problem;
      const texts = [saySpf(language, 'problem.lookups', { ...of, most: MOST_LOOKUPS })];
      if (loop) texts.push(saySpf(language, 'problem.loop', { way: loop.join(' → ') }));
      return join(texts);
    }
    case 'voids':
      return saySpf(language, 'problem.voids', {
        ...{ names: problem.names.join(language === 'ja' ? '、' : ', '), most: MOST_VOIDS },
      });
    case 'hosts':
      return saySpf(language, 'problem.hosts', { ...problem.of, name: problem.name, most: MOST_HOSTS });
    case 'loop':
      return saySpf(language, 'problem.loop', { way: problem.way.join(' → ') });
    case 'worst-case':
      return saySpf(language, 'problem.worst-case', { lookups: problem.lookups, most: MOST_LOOKUPS });
    case 'target':
      return saySpf(language, 'problem.target', { ...problem.of, target: problem.target });
    case 'syntax': {
      const { domain, fault } = problem;
      const why = saySpf(language, `fault.${fault.why}`);
      return saySpf(language, 'problem.syntax', { domain, at: fault.at + 1, why });
    }
  }
}
