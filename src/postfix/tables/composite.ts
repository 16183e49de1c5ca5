/**
 * Tables made of tables (dict_pipe.c, dict_union.c): `pipemap:{a, b}` asks b for what a says, and so on; `unionmap:{a, b}`
 * joins what all say with commas. Whether parts of keys are looked up is as in the first.
 */
import type { Answer, Table } from './table.ts';

type Later = Answer | Promise<Answer>;

export function pipeTable(name: string, tables: readonly Table[]): Table {
  const from = (key: string, at: number): Later => {
    let asked = key;
    for (let i = at; i < tables.length; i++) {
      const answer = tables[i]!.lookup(asked);
      if (answer instanceof Promise)
        return answer.then((later) => (isFound(later) ? from(later.found, i + 1) : later));
      if (!isFound(answer)) return answer;
      asked = answer.found;
    }
    return { found: asked };
  };
  return composite(name, 'pipemap', tables, (key) => from(key, 0));
}

export function unionTable(name: string, tables: readonly Table[]): Table {
  return composite(name, 'unionmap', tables, (key) => {
    const answers = tables.map((table) => table.lookup(key));
    return answers.some((answer) => answer instanceof Promise)
      ? Promise.all(answers).then(join)
      : join(answers as readonly Answer[]);
  });
}

/** What fails before anything unknown fails for sure; what nobody knows makes the whole unknown. */
function join(answers: readonly Answer[]): Answer {
  let joined = '';
  for (const answer of answers) {
    if (answer === 'absent') continue;
    if (!isFound(answer)) return answer;
    if (joined !== '') joined += ',';
    joined += answer.found;
  }
  return joined === '' ? 'absent' : { found: joined };
}

export function isFound(answer: Answer): answer is { readonly found: string } {
  return typeof answer === 'object' && 'found' in answer;
}

function composite(name: string, kind: string, tables: readonly Table[], lookup: Table['lookup']): Table {
  return {
    name,
    kind,
    partial: tables[0]!.partial,
    problems: tables.flatMap((table) => table.problems),
    lookup,
  };
}
