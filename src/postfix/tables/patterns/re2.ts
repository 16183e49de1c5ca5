/** RE2 (`re2js`): expressions in time that grows with the text alone. Loaded only where a table has need of it. */

export interface Compiled {
  test(bytes: string): boolean;
  /** Texts of the whole match and of its groups. */
  groups(bytes: string): readonly (string | null)[] | null;
}

export interface Re2 {
  /** undefined: RE2 does not take it (it bounds repetitions). @param longest the longest match, not the first */
  compile(source: string, longest: boolean): Compiled | undefined;
}

export async function loadRe2(): Promise<Re2> {
  const { RE2JS } = await import('re2js');
  return {
    compile(source, longest) {
      try {
        const compiled = RE2JS.compile(source, longest ? RE2JS.LONGEST_MATCH : 0);
        return {
          test: (bytes) => compiled.test(bytes),
          groups(bytes) {
            const matcher = compiled.matcher(bytes);
            if (!matcher.find()) return null;
            return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i));
          },
        };
      } catch {
        return undefined;
      }
    },
  };
}
