/**
 * Rows as columns: one string and one array of numbers go to another thread in a fraction of the time that
 * ten thousands of objects take.
 */
export interface Columns {
  readonly rows: number;
  /** Texts of all rows, row after row, with line feeds between; texts of a log hold none. */
  readonly texts: string;
  readonly numbers: Float64Array;
}

export interface Shape<R> {
  readonly texts: readonly (keyof R & string)[];
  readonly numbers: readonly (keyof R & string)[];
}

export function pack<R>(rows: Iterable<R>, shape: Shape<R>): Columns {
  const texts: string[] = [];
  const numbers: number[] = [];
  let count = 0;
  for (const row of rows) {
    count++;
    for (const field of shape.texts) texts.push(row[field] as string);
    for (const field of shape.numbers) numbers.push(Number(row[field]));
  }
  return { rows: count, texts: texts.join('\n'), numbers: Float64Array.from(numbers) };
}

/** The rows again; flags come back as 0 and 1. */
export function* unpack<R>(columns: Columns, shape: Shape<R>): Iterable<R> {
  const texts = columns.texts.split('\n');
  let text = 0;
  let number = 0;
  for (let i = 0; i < columns.rows; i++) {
    const row: Record<string, string | number> = {};
    for (const field of shape.texts) row[field] = texts[text++]!;
    for (const field of shape.numbers) row[field] = columns.numbers[number++]!;
    yield row as R;
  }
}
