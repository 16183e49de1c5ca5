/** Reads a message back as a mail client does: unfolded headers, decoded words (RFC 2047), decoded parts. */
export interface Mail {
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: readonly { readonly type: string; readonly text: string }[];
}

export function readMail(raw: Buffer): Mail {
  const { headers, body } = split(raw.toString('latin1'));
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) throw new Error('not multipart');
  const pieces = body.split(`--${boundary}`);
  if (!pieces.at(-1)!.startsWith('--')) throw new Error('the last part does not end');
  return {
    headers,
    parts: pieces.slice(1, -1).map((piece) => {
      const part = split(piece.replace(/^\r?\n/, ''));
      const encoding = part.headers.get('content-transfer-encoding') ?? '7bit';
      const bytes = encoding === 'base64' ? Buffer.from(part.body, 'base64') : quoted(part.body);
      return { type: part.headers.get('content-type')!.split(';')[0]!, text: bytes.toString('utf8') };
    }),
  };
}

function split(text: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(text)!;
  const headers = new Map<string, string>();
  for (const line of text
    .slice(0, end.index)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (headers.has(name)) throw new Error(`${name} stands twice`);
    headers.set(name, words(line.slice(colon + 1).trim()));
  }
  return { headers, body: text.slice(end.index + end[0].length) };
}

/** Blanks between encoded words are none (RFC 2047 §6.2). */
function words(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_whole, how: string, word: string) =>
    (how.toUpperCase() === 'B' ? Buffer.from(word, 'base64') : quoted(word.replaceAll('_', ' '))).toString(
      'utf8',
    ),
  );
}

function quoted(text: string): Buffer {
  const plain = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}
