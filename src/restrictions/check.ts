/** What a restriction is: a function over the run, one for each built-in name. */
import type { Step } from './parse.ts';
import type { Run, Scope, Status } from './run.ts';

export type Check = (run: Run, step: Step, scope: Scope) => Status;
export type Checks = Readonly<Record<string, Check>>;
