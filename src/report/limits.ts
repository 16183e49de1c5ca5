/** How long the report's lists are. */

/** Rows of each list: `Infinity` all, 0 none. By list name, and for lists that are not named. */
export interface ListLimits {
  readonly all: number;
  readonly byList: Readonly<Record<string, number>>;
  /** How many of those who stand behind a reason are told, by the name of the reasons' list. */
  readonly subjects?: Readonly<Record<string, number>>;
}

/** Lists of reasons that tell who stands behind each. */
export const REASON_LISTS = [
  'rejects',
  'rejectWarnings',
  'holds',
  'discards',
  'deferrals',
  'bounces',
] as const;

/** Who stands behind a reason: so many are told where nobody asks for more. */
const SUBJECTS = 5;

export function limitOf(limits: ListLimits, list: string): number {
  return limits.byList[list] ?? limits.all;
}

export function subjectsOf(limits: ListLimits, list: (typeof REASON_LISTS)[number]): number {
  return limits.subjects?.[list] ?? SUBJECTS;
}
