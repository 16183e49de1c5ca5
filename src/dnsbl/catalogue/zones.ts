/** All zones of the catalogue. */
import type { Zone } from '../zone.ts';
import { ATTACKS } from './attacks.ts';
import { CUSTOMERS } from './customers.ts';
import { DOMAINS } from './domains.ts';
import { DOUBTFUL } from './doubtful.ts';
import { ENDED } from './ended.ts';
import { REPUTATION } from './reputation.ts';
import { SPAMHAUS } from './spamhaus.ts';
import { TRAPS } from './traps.ts';

export const ZONES: readonly Zone[] = [
  ...SPAMHAUS,
  ...REPUTATION,
  ...TRAPS,
  ...ATTACKS,
  ...DOMAINS,
  ...CUSTOMERS,
  ...DOUBTFUL,
  ...ENDED,
];
