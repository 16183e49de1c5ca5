/**
 * How many columns of a terminal a text takes. Most texts are ASCII and counted at once; what tells the width of
 * the others takes longer to load than a small log to read, so it is loaded when the first of them comes.
 */
type StringWidth = typeof import('string-width').default;

let stringWidth: StringWidth | undefined;

/** ASCII, and the signs and bars that the report itself draws: one column each. */
const PLAIN = /^[\x20-\x7e…·×✖▲▼█▉▊▋▌▍▎▏–→]*$/;

/** Whether each character takes one column and is one UTF-16 unit. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

export function widthOf(text: string): number {
  if (isPlain(text)) return text.length;
  stringWidth ??= load();
  return stringWidth(text);
}

function load(): StringWidth {
  const { createRequire } = process.getBuiltinModule('node:module');
  return (createRequire(import.meta.url)('string-width') as { default: StringWidth }).default;
}
