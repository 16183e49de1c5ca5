/**
 * Folding of texts that say the same: addresses, numbers, ids, names of hosts with their address become `…`,
 * reply codes and words stay.
 *
 *   host mx.example.com[192.0.2.1] said: 550 5.1.1 <b@example.com>: User unknown (in reply to RCPT TO command)
 *   host … said: 550 5.1.1 <…>: User unknown (in reply to RCPT TO command)
 */
import { own } from './own.ts';

const GAP = '…';
const IPV6 = /^[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i;
/** Longer texts are folded as far as this. */
const LONGEST = 400;
const MOST_TEXTS = 4000;
/** Begins and ends with what is no punctuation, and is one word. */
const PLAIN_ADDRESS = /^[a-z0-9][\w.+=-]*@[a-z0-9.-]*[a-z0-9]$/i;
/** Where a recipient stood. */
const PLACE = '\u0001';

export function fold(text: string): string {
  const source = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  let out = '';
  let last = '';
  for (const word of source.split(' ')) {
    if (word === '') continue;
    let folded = foldWord(word, last);
    // Names in brackets with blanks, `<"a b"@c>`, fall in pieces: one gap is enough.
    if (folded === GAP && out.endsWith(GAP)) folded = '';
    if (folded !== '') out += out === '' ? folded : ` ${folded}`;
    last = word;
  }
  return out;
}

function foldWord(word: string, before: string): string {
  const open = word.indexOf('<');
  if (open >= 0) {
    const close = word.lastIndexOf('>');
    if (close > open) return `${foldPlain(word.slice(0, open), before)}<${GAP}>${tail(word, close + 1)}`;
  }
  return foldPlain(word, before);
}

function foldPlain(word: string, before: string): string {
  if (word === '') return '';
  if (word.startsWith('http://') || word.startsWith('https://')) {
    const slash = word.indexOf('/', 8);
    return slash < 0 ? word : `${word.slice(0, slash)}/${GAP}`;
  }
  const open = word.charCodeAt(0) === 91 ? word.indexOf(']') : -1;
  // `[2001:db8::1]`, which has a frame's colons at its ends.
  if (open > 3 && IPV6.test(word.slice(1, open))) return `[${GAP}]${word.slice(open + 1)}`;
  let start = 0;
  let end = word.length;
  while (start < end && isFrame(word.charCodeAt(start))) start++;
  while (end > start && isFrame(word.charCodeAt(end - 1))) end--;
  // The bracket of `NAME[ADDRESS]` belongs to it.
  if (word.charCodeAt(end) === 93 && word.lastIndexOf('[', end) > start) end++;
  const core = word.slice(start, end);
  if (core === '' || !varies(core, word, before)) return word;
  return `${word.slice(0, start)}${GAP}${word.slice(end)}`;
}

/** Punctuation around a word: quotes, brackets, commas. */
function isFrame(code: number): boolean {
  return (
    code === 34 ||
    code === 39 ||
    code === 40 ||
    code === 41 ||
    code === 44 ||
    code === 58 ||
    code === 59 ||
    code === 46 ||
    code === 91 ||
    code === 93
  );
}

function varies(core: string, word: string, before: string): boolean {
  if (core.includes('@') || core.includes('[')) return true;
  // `unknown user: "ann"`
  if (before === 'user:' && word.charCodeAt(0) === 34) return true;
  let digits = 0;
  let letters = 0;
  let others = 0;
  for (let i = 0; i < core.length; i++) {
    const code = core.charCodeAt(i);
    if (code >= 48 && code <= 57) digits++;
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) letters++;
    else others++;
  }
  if (digits === 0) return false;
  if (isReplyCode(core, before)) return false;
  if (core.charCodeAt(0) === 47) return digits > 3;
  if (letters === 0) return true;
  // `TLSv1.2`, `utf8`, `S3140`: words; `4D2F1AB`, `a1b2c3d4`, `bv15si15610322wjb.142`: ids.
  return core.length >= 8 && digits >= 3 && others <= core.length / 2;
}

/**
 * `550`, `5.1.1`, `550-5.1.1`, `(#5.1.1)`: they say why. Three digits alone only where a reply begins: `wait 242
 * seconds` is a number.
 */
function isReplyCode(core: string, before: string): boolean {
  const text = core.charCodeAt(0) === 35 ? core.slice(1) : core;
  const first = text.charCodeAt(0);
  if (first !== 50 && first !== 52 && first !== 53) return false;
  if (text.length === 3 && isNumber(text)) return before === '' || before.endsWith(':') || before === 'code';
  if (text.length > 4 && text.charCodeAt(3) === 45 && isNumber(text.slice(0, 3)))
    return isReplyCode(text.slice(4), '') || !/\d/.test(text.slice(4));
  const parts = text.split('.');
  return (
    parts.length === 3 && parts[0]!.length === 1 && parts.every((part) => part.length <= 3 && isNumber(part))
  );
}

function isNumber(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 48 || text.charCodeAt(i) > 57) return false;
  return text.length > 0;
}

function tail(word: string, from: number): string {
  return word.slice(from);
}

/** Remembers texts in which nothing varies: most come again and again, the others never. */
export class Folder {
  readonly #constant = new Set<string>();
  /** By the text with its recipient taken out. */
  readonly #shapes = new Map<string, string>();

  fold(text: string): string {
    if (this.#constant.has(text)) return text;
    const folded = fold(text);
    if (folded === text) {
      if (this.#constant.size >= MOST_TEXTS) this.#constant.clear();
      this.#constant.add(own(text));
    }
    return folded;
  }

  /**
   * Folds what a delivery agent says of a recipient. `host NAME[ADDRESS] said: ` and `connect to NAME[ADDRESS]:25: `
   * stand before nearly all of it, and what follows varies far less.
   */
  foldReply(text: string, recipient: string): string {
    if (text.startsWith('connect to ')) {
      const end = text.indexOf(': ', text.indexOf(']', 11));
      if (end > 0) return `connect to ${GAP}: ${this.#foldAbout(text.slice(end + 2), recipient)}`;
    } else if (text.startsWith('host ')) {
      const end = text.indexOf('] ', 5);
      if (end > 0) return `host ${GAP} ${this.#foldAbout(text.slice(end + 2), recipient)}`;
    }
    return this.#foldAbout(text, recipient);
  }

  /** The recipient is a gap wherever it stands: what else there is mostly came before. */
  #foldAbout(text: string, recipient: string): string {
    if (text.length > LONGEST || !text.includes(recipient) || !PLAIN_ADDRESS.test(recipient))
      return this.fold(text);
    const shape = text.replaceAll(recipient, PLACE);
    if (text.includes(PLACE)) return fold(text);
    let folded = this.#shapes.get(shape);
    if (folded === undefined) {
      folded = fold(text);
      // In an address of the web, say, it stays.
      if (folded.includes(recipient)) return folded;
      if (this.#shapes.size >= MOST_TEXTS) this.#shapes.clear();
      this.#shapes.set(shape, folded);
    }
    return folded;
  }
}
