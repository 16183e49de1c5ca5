/** What `sekisho apply` and `sekisho rollback` say, in English. The keys are the type of every language. */
export const en = {
  ask: 'Apply this? [y/N]',
  'ask-back': 'Take this back? [y/N]',
  declined: 'Nothing was changed.',
  nothing: 'Nothing to change: it is set so already.',
  'dry-run': 'Nothing was changed (--dry-run).',
  done: '{file} is changed.',
  restored: '{file} is again what it was in {copy}.',
  reloaded: 'Postfix has checked it, reloaded it, and greets.',
  'not-running': 'Postfix has checked it. It is not running: start it with `postfix -c {folder} start`.',
  backup: 'The file before: {copy} (sekisho rollback {copy})',
  undone: 'Postfix cannot live with it, so {file} is what it was: {why}',
  interrupted: '{signal} came before Postfix was known to live with it, so {file} is what it was.',
  'going-back': 'goes back to {copy}',
  doubt: 'with this change: {problem}',
  grave: '{file} was not changed: see above. --force changes it all the same.',
  silent: 'nobody greets on {doors}, as before the change: the mail log says why',
  'still-silent': 'nobody greets on {doors} with the old file either: the mail log says why',
  'needs-restart': '{names}: takes effect only when Postfix is stopped and started',
  'earlier-open': 'an earlier change of {began} was cut off (its copy: {copy}); its end comes first',
  'earlier-not-made': 'the change that was cut off had not been made: {file} is the old one, as a whole',
  'earlier-finished': 'the change that was cut off stands: Postfix has checked and reloaded it',
  'earlier-overtaken': 'the change that was cut off is no matter any more: {file} was changed since',
  'earlier-taken-back':
    'Postfix cannot live with the change that was cut off, so {file} is what it was before it: {why}. Nothing else was changed: run it again.',
} as const;

export type ApplyWords = Record<keyof typeof en, string>;
