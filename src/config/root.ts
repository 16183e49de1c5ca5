/** Where Sekisho's own files are: the folder of its package.json, whether it runs from its sources or as it was bundled. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = rootOf(import.meta.dirname);

function rootOf(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  return above === folder ? folder : rootOf(above);
}
