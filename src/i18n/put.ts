/** Sentences with holes: `{name}` stands for a value, `{name: error|errors}` for the word that fits its number. */
export type Values = Readonly<Record<string, string | number>>;

/** Numbers as people write them: `1,234`. A hole without a value stays as it is. */
export function put(sentence: string, values: Values): string {
  return sentence.replace(
    /\{(\w+)(?:: ([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (one !== undefined && many !== undefined) return value === 1 || value === '1' ? one : many;
      return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
    },
  );
}

/** `1,234,567`, in both languages. (Intl would say the same, and load 7 MB of every language's customs for it.) */
export function number(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
