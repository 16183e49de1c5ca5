/** Restrictions about nothing in particular: `permit`, `reject`, `defer` and their like. */
import type { Check, Checks } from '../check.ts';
import { DUNNO, OK } from '../run.ts';

const permit: Check = () => OK;

const reject: Check = (run, _step, { name, refused }) =>
  run.reject(run.rules.codes.reject, '5.7.1', `<${name}>: ${refused} rejected: Access denied`);

const defer: Check = (run, _step, { name, refused }) =>
  run.reject(run.rules.codes.defer, '4.3.2', `<${name}>: ${refused} rejected: Try again later`);

const deferIfPermit: Check = (run, _step, { name, refused }) =>
  run.deferIfPermit(false, 450, '4.7.0', `<${name}>: ${refused} rejected: defer_if_permit requested`);

const deferIfReject: Check = (run, _step, { name, refused }) =>
  run.deferIfReject(450, '4.7.0', `<${name}>: ${refused} rejected: defer_if_reject requested`);

const sleep: Check = (run, { argument }) =>
  argument !== undefined && /^\d+$/.test(argument) ? DUNNO : run.wrongConfiguration();

export const genericChecks: Checks = {
  permit,
  reject,
  defer,
  defer_if_permit: deferIfPermit,
  defer_if_reject: deferIfReject,
  sleep,
};
