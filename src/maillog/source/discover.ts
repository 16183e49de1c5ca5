import { statSync } from 'node:fs';
import type { SekishoError } from '../../config/error.ts';
import type { LogSource } from './source.ts';
export async function discoverLogs(
  args: readonly string[],
  _o: { now: number },
): Promise<{ sources: LogSource[]; failed: { name: string; error: SekishoError }[] }> {
  return {
    sources: args.map((p) => ({
      name: p,
      kind: 'file',
      path: p,
      compression: 'none',
      size: statSync(p).size,
      reference: statSync(p).mtimeMs,
      yearsBack: 0,
    })),
    failed: [],
  };
}
