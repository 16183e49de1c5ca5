/** Opens a lookup table by its name in main.cf. */
import { type Table, unknownTable } from './table.ts';
import type { OpenOptions, TableWorld } from './world.ts';

export type { OpenOptions, TableWorld } from './world.ts';

/** @param spec `type:name`, or a name alone, which is of the default type */
export async function openTable(spec: string, world: TableWorld, _options: OpenOptions = {}): Promise<Table> {
  const colon = spec.indexOf(':');
  const kind = colon < 0 ? world.defaultType : spec.slice(0, colon);
  return unknownTable(spec, kind, `tables of type ${kind} are not read`, true);
}
