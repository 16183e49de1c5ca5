/**
 * Joins the sources of the command line into few files (build/cli): Node opens them in half the time, and needs a tenth
 * less memory. What a command loads when it needs it stays a file of its own. ./sekisho runs them while no source is newer.
 */
import { join } from 'node:path';
import { build, type Plugin } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** commander could start other programs as its commands, which takes long to load and is not used here. */
const withoutChildProcess: Plugin = {
  name: 'without-child-process',
  resolveId(id, importer) {
    return id === 'node:child_process' && importer?.includes('/commander/') ? `\0${id}` : undefined;
  },
  load(id) {
    return id === '\0node:child_process' ? 'export default undefined;' : undefined;
  },
};

await build({
  input: { main: join(root, 'src/cli/main.ts') },
  platform: 'node',
  plugins: [withoutChildProcess],
  logLevel: 'warn',
  output: {
    dir: join(root, 'build/cli'),
    cleanDir: true,
    // Built-in modules cost less to load than by `import`.
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    // Names are kept, for the traces of errors.
    minify: { compress: false, mangle: false, codegen: true },
  },
});
