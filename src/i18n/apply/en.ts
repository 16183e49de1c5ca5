/** What `sekisho apply` and `sekisho rollback` say, in English. The keys are the type of every language. */
export const en = {
  ask: 'Apply this? [y/N]',
  nothing: 'Nothing to change: it is set so already.',
  'dry-run': 'Nothing was changed (--dry-run).',
  done: '{file} is changed.',
  restored: '{file} is again what it was in {copy}.',
  reloaded: 'Postfix has checked it, reloaded it, and greets.',
  'not-running': 'Postfix has checked it. It is not running: start it with `postfix start`.',
  backup: 'The file before: {copy} (sekisho rollback {copy})',
  undone: 'Postfix cannot live with it, so {file} is what it was: {why}',
} as const;

export type ApplyWords = Record<keyof typeof en, string>;
