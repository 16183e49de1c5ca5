/**
 * The syslog header of a line: when, on which host, by which program; the message is what follows.
 *
 *   Nov 20 10:11:12 mx1 postfix/submission/smtpd[1234]: connect from unknown[192.0.2.1]
 *   <22>2026-11-20T10:11:12.123456+09:00 mx1 postfix/qmgr[99]: 4D2F1: removed
 *
 * Understood besides: RFC 5424 (`<22>1 ...`), Solaris' `[ID 197553 mail.info]`, busybox' `mail.info` before
 * the tag, container relays without a host, tags without a process id, Dovecot's and vsftpd's own log files,
 * spreadsheet exports with trailing commas, NUL bytes that a crash left before a line; what containers and
 * collectors put around a line (frame.ts).
 */
import {
  afterName,
  afterRspamd,
  afterStream,
  hasTag,
  isContainers,
  isForeignTag,
  isRelay,
  isSeparator,
  isSeverity,
  plainHost,
  skipData,
} from './frame.ts';
import { classify, type Program } from './program.ts';
import {
  at,
  COLON,
  COMMA,
  codeAt,
  find,
  findChar,
  GREATER,
  isDigit,
  LEFT_BRACKET,
  LESS,
  numberAt,
  own,
  QUOTE,
  RIGHT_BRACKET,
  SPACE,
} from './scan.ts';
import { StampReader, type ZoneOffset } from './stamp.ts';

/** One line's header. Reused from line to line: copy what must outlive the next one. */
export interface Entry {
  /** Epoch milliseconds. */
  readonly time: number;
  /** The same moment on the line's own clock; see stamp.ts. */
  readonly wall: number;
  /** "" where the line names none. */
  readonly host: string;
  readonly program: Program;
  /** 0 where the line names none. */
  readonly pid: number;
  /** The log as the user names it, and the line's number in it, from 1. */
  readonly file: string;
  readonly line: number;
  /** The whole line. */
  raw(): string;
}

const REPEATED = 'message repeated ';
/** Tags of Plesk's that have a blank. */
const TWO_WORDS = ['greylisting filter', 'spf filter', 'dk filter', 'plesk sendmail'];
const NO_PROGRAM: Program = { tag: '', family: 'foreign', daemon: '', service: '' };
const DOVECOT = classify('dovecot');
const VSFTPD = classify('vsftpd');
const RSPAMD = classify('rspamd');
/** Programs of Dovecot as its own log file names them: `imap-login: Info: ...` without host and tag. */
const DOVECOT_OWN =
  /^(?:imap|pop3|lmtp|managesieve|submission|auth|auth-worker|master|config|stats|anvil|indexer|indexer-worker|replicator|dict|lda)(?:-login)?(?:\(|:|$)/;

export class EntryReader implements Entry {
  time = 0;
  wall = 0;
  host = '';
  program: Program = NO_PROGRAM;
  pid = 0;
  file = '';
  line = 0;
  /** Where the message begins and ends. */
  start = 0;
  end = 0;
  /** How often the message came, where the syslog daemon folded repetitions into one line. */
  repeated = 1;
  #text = '';
  #from = 0;
  #to = 0;
  /** The last line up to its tag, where its stamp has no fraction of a second. */
  #prefix = '';
  #prefixTime = 0;
  #prefixWall = 0;
  #prefixHost = '';
  /** The last host as it is written. */
  #hostText = '';
  /** Headers inside of headers. */
  #depth = 0;

  readonly stamp: StampReader;
  readonly #programs = new Map<string, Program>();
  readonly #recent: (Program | undefined)[] = new Array(256).fill(undefined);

  constructor(reference: number, yearsBack = 0, zone?: ZoneOffset) {
    this.stamp = new StampReader(reference, yearsBack, zone);
  }

  /** Reads the header of the line `from`..`to`; false where it has none. */
  read(text: string, from: number, to: number): boolean {
    this.#text = text;
    this.#from = from;
    this.#to = to;
    this.#depth = 0;
    const prefix = this.#prefix;
    // The same second on the same host as the line before, as most lines are.
    if (prefix !== '' && text.startsWith(prefix, from)) {
      const last = text.charCodeAt(to - 1);
      if (last !== 13 && last !== COMMA) {
        this.time = this.#prefixTime;
        this.wall = this.#prefixWall;
        this.host = this.#prefixHost;
        this.end = to;
        return this.#readTag(text, from + prefix.length, to);
      }
    }
    return this.#readAll(text, from, to);
  }

  #readAll(text: string, from: number, to: number): boolean {
    let p = from;
    let end = to;
    if (end > p && text.charCodeAt(end - 1) === 13) end--;
    // `,,,,`: a log that went through a spreadsheet.
    if (end - 1 > p && text.charCodeAt(end - 1) === COMMA && text.charCodeAt(end - 2) === COMMA) {
      while (end > p && text.charCodeAt(end - 1) === COMMA) end--;
    }
    while (p < end && text.charCodeAt(p) === 0) p++;
    if (codeAt(text, p, end) === QUOTE) {
      p++;
      if (end > p && text.charCodeAt(end - 1) === QUOTE) end--;
    }
    let structured = false;
    if (codeAt(text, p, end) === LESS) {
      const close = findChar(text, GREATER, p, Math.min(end, p + 6));
      if (close < 0) return false;
      p = close + 1;
    }
    // RFC 5424: the version, also where a relay has taken the priority off.
    if (at(text, '1 ', p, end) && isDigit(codeAt(text, p + 2, end))) {
      structured = true;
      p += 2;
    }
    this.end = end;
    const { stamp } = this;
    if (!stamp.read(text, p, end)) {
      const contained = p;
      p = afterName(text, p, end);
      if (p < 0 || !stamp.read(text, p, end)) {
        const foreign = isSeparator(text, from, end) || isContainers(text, contained, p);
        return foreign && this.#begin(text, NO_PROGRAM, 0, from);
      }
    }
    p = this.#takeStamp(text, end);
    if (p < 0) return false;
    // Rspamd's own file: `2026-11-20 10:11:12 #77(normal) <a1b2c3>; task; rspamd_task_write_log: ..`
    const own = afterRspamd(text, p, end);
    if (own > 0) {
      this.host = '';
      return this.#begin(text, RSPAMD, numberAt(text, p + 1, end), own);
    }
    if (structured) return this.#readStructured(text, p, end);
    const tag = this.#readHost(text, p, end);
    if (stamp.whole && tag > p && tag < end && text.charCodeAt(from) !== QUOTE)
      this.#remember(text, from, tag);
    return this.#readTag(text, tag, end) || this.#readInner(text, tag, end);
  }

  /** Takes over what the stamp reader has read; the position after it and the blanks, -1 where no blank follows. */
  #takeStamp(text: string, end: number): number {
    const { stamp } = this;
    this.time = stamp.time;
    this.wall = stamp.wall;
    let p = stamp.next;
    if (codeAt(text, p, end) !== SPACE) return -1;
    while (codeAt(text, p, end) === SPACE) p++;
    return p;
  }

  /** A whole header inside of a header, as a relay leaves it. */
  #readInner(text: string, from: number, end: number): boolean {
    if (this.#depth++ > 1 || !this.stamp.readOrdinary(text, from, end)) return false;
    const p = this.#takeStamp(text, end);
    return p > 0 && this.#readTag(text, this.#readHost(text, p, end), end);
  }

  #remember(text: string, from: number, tag: number): void {
    const prefix = this.#prefix;
    if (prefix.length === tag - from && text.startsWith(prefix, from)) return;
    this.#prefix = own(text.slice(from, tag));
    this.#prefixTime = this.time;
    this.#prefixWall = this.wall;
    this.#prefixHost = this.host;
  }

  raw(): string {
    return own(this.#text.slice(this.#from, this.#to));
  }

  /** Takes a header that came apart already (journald). The message is all of `message`. */
  set(time: number, host: string, tag: string, pid: number, message: string): void {
    this.#text = message;
    this.#from = 0;
    this.#to = message.length;
    this.stamp.set(time);
    this.time = this.stamp.time;
    this.wall = this.stamp.wall;
    this.host = host;
    this.program = this.#known(tag);
    this.pid = pid;
    this.start = 0;
    this.end = message.length;
    this.repeated = 1;
  }

  /** Sets the host and returns where the tag begins; a line without a host begins with its tag at once. */
  #readHost(text: string, from: number, end: number): number {
    const { length } = this.#hostText;
    if (length > 0 && codeAt(text, from + length, end) === SPACE && text.startsWith(this.#hostText, from)) {
      this.host = plainHost(this.#hostText);
      return this.#skipBlanks(text, from + length + 1, end);
    }
    let p = afterStream(text, from, end);
    if (this.#depth === 0 && this.stamp.readOrdinary(text, p, end)) {
      this.#depth++;
      p = this.#takeStamp(text, end);
      return p < 0 ? end : this.#readHost(text, p, end);
    }
    const space = findChar(text, SPACE, p, end);
    this.host = '';
    if (space < 0 || text.charCodeAt(space - 1) === COLON || at(text, '[pid ', p, end)) return p;
    // `INFO    postfix/smtpd[1]: ..`; a host may be called info.
    if (text.charCodeAt(p) > 90 || !isSeverity(text, p, space)) {
      this.#hostText = own(text.slice(p, space));
      this.host = plainHost(this.#hostText);
    }
    return this.#skipBlanks(text, space + 1, end);
  }

  #skipBlanks(text: string, from: number, end: number): number {
    let p = from;
    while (codeAt(text, p, end) === SPACE) p++;
    return p;
  }

  #readTag(text: string, from: number, end: number): boolean {
    const open = text.indexOf('[', from);
    if (open > from && open < end) {
      const program = this.#recent[slotOf(text, from, open)];
      // A tag that is known has no blank and no colon: this bracket is the one of its process id.
      if (program !== undefined && program.tag.length === open - from && text.startsWith(program.tag, from)) {
        let pid = 0;
        let i = open + 1;
        let code = text.charCodeAt(i);
        for (; code >= 48 && code <= 57; code = text.charCodeAt(++i)) pid = pid * 10 + code - 48;
        if (
          code === RIGHT_BRACKET &&
          i + 3 < end &&
          text.charCodeAt(i + 1) === COLON &&
          text.charCodeAt(i + 2) === SPACE
        ) {
          const first = text.charCodeAt(i + 3);
          if (first !== SPACE && first !== LEFT_BRACKET) return this.#begin(text, program, pid, i + 3);
        }
      }
    }
    let p = from;
    // vsftpd's own file: `Mon Jun  8 12:08:53 2020 [pid 27244] [user] FAIL LOGIN: Client "192.0.2.1"`
    if (at(text, '[pid ', p, end)) return this.#begin(text, VSFTPD, 0, p);
    for (let attempt = 0; attempt < 2; attempt++) {
      let i = p;
      for (; i < end; i++) {
        const code = text.charCodeAt(i);
        if (code === LEFT_BRACKET || code === COLON || code === SPACE) break;
      }
      let code = i < end ? text.charCodeAt(i) : SPACE;
      if (code === COLON && attempt === 0 && at(text, 'mail:', p, end)) {
        const space = findChar(text, SPACE, p, end);
        if (space > 0 && isSeverity(text, p, space)) {
          p = space + 1;
          continue;
        }
      }
      const words = code === SPACE ? TWO_WORDS.find((tag) => at(text, tag, p, end)) : undefined;
      if (words !== undefined) {
        i = p + words.length;
        code = codeAt(text, i, end);
        if (code !== COLON && code !== LEFT_BRACKET) return false;
      } else if (code === SPACE) {
        // busybox: `backup mail.info postfix/smtpd[1080]: ...`
        if (attempt === 0 && (findChar(text, 46, p, i) > p || isSeverity(text, p, i))) {
          p = this.#skipBlanks(text, i + 1, end);
          continue;
        }
        // The syslog daemon's own: `last message repeated 2 times`, `-- MARK --`.
        if (at(text, 'last message repeated ', p, end) || at(text, '-- MARK --', p, end))
          return this.#begin(text, NO_PROGRAM, 0, p);
        // A tag of several words, `node exporter[1]: `, is nobody's of these.
        return isForeignTag(text, p, end) && this.#begin(text, NO_PROGRAM, 0, p);
      }
      if (code === COLON) {
        const program = this.#lookUp(text, p, i);
        if (this.host === '' && program.family === 'foreign' && DOVECOT_OWN.test(text.slice(p, i + 1)))
          return this.#begin(text, DOVECOT, 0, p);
        return this.#begin(text, program, 0, this.#skipSpace(text, i + 1, end));
      }
      const pid = numberAt(text, i + 1, end);
      let j = i + 1;
      while (isDigit(codeAt(text, j, end))) j++;
      if (codeAt(text, j, end) !== RIGHT_BRACKET) {
        const close = findChar(text, RIGHT_BRACKET, j, end);
        if (close < 0) return false;
        j = close;
      }
      j++;
      if (codeAt(text, j, end) === COLON) j++;
      return this.#begin(text, this.#lookUp(text, p, i), pid, this.#skipSpace(text, j, end));
    }
    return false;
  }

  /** RFC 5424 after the stamp: host, tag, pid, message id, structured data (`-` or `[...]`), message. */
  #readStructured(text: string, from: number, end: number): boolean {
    const fields: string[] = [];
    let p = from;
    for (let n = 0; n < 4; n++) {
      const space = findChar(text, SPACE, p, end);
      if (space < 0) return false;
      fields.push(text.slice(p, space));
      p = space + 1;
    }
    p = skipData(text, p, end);
    if (p < 0) return false;
    const [host = '', tag = '', pid = ''] = fields;
    this.host = host === '-' ? '' : own(host);
    if (codeAt(text, p, end) === 0xfeff) p++;
    return this.#begin(text, this.#known(own(tag)), Number.parseInt(pid, 10) || 0, Math.min(p, end));
  }

  #begin(text: string, program: Program, pid: number, start: number): boolean {
    this.program = program;
    this.pid = pid;
    this.start = start;
    this.repeated = 1;
    if (program.family === 'foreign' && isRelay(program.tag) && this.#readPassedOn(text, start)) return true;
    // rsyslog with $RepeatedMsgReduction: `message repeated 3 times: [ warning: ...]`
    if (at(text, REPEATED, start, this.end)) this.#unfold(text);
    return true;
  }

  /** What a container engine passes on: a line with its header, or its tag alone; false where it is neither. */
  #readPassedOn(text: string, from: number): boolean {
    const { program, pid, host, time, wall, end } = this;
    if (this.#readInner(text, from, end)) return true;
    this.time = time;
    this.wall = wall;
    this.host = host;
    if (this.#depth < 2 && hasTag(text, from, end) && this.#readTag(text, from, end)) return true;
    this.program = program;
    this.pid = pid;
    this.start = from;
    return false;
  }

  #unfold(text: string): void {
    const open = find(text, ' times: [', this.start + REPEATED.length, this.end);
    if (open < 0 || text.charCodeAt(this.end - 1) !== RIGHT_BRACKET) return;
    this.repeated = numberAt(text, this.start + REPEATED.length, open) || 1;
    this.start = Math.min(this.end - 1, open + ' times: ['.length);
    this.end--;
    while (codeAt(text, this.start, this.end) === SPACE) this.start++;
  }

  /** After the tag: blanks, and Solaris' `[ID 197553 mail.info] `. */
  #skipSpace(text: string, from: number, end: number): number {
    let p = from;
    while (p < end && text.charCodeAt(p) === SPACE) p++;
    if (at(text, '[ID ', p, end)) {
      const close = findChar(text, RIGHT_BRACKET, p, end);
      if (close > 0) p = close + 2;
    }
    return Math.min(p, end);
  }

  #lookUp(text: string, from: number, end: number): Program {
    const slot = slotOf(text, from, end);
    const recent = this.#recent[slot];
    if (recent !== undefined && recent.tag.length === end - from && text.startsWith(recent.tag, from))
      return recent;
    const program = this.#known(own(text.slice(from, end)));
    this.#recent[slot] = program;
    return program;
  }

  #known(tag: string): Program {
    const found = this.#programs.get(tag);
    if (found !== undefined) return found;
    const program = classify(tag);
    // A hostile log may invent tags without end.
    if (this.#programs.size < 5000) this.#programs.set(tag, program);
    return program;
  }
}

/** Where a tag is kept among the recent ones. */
function slotOf(text: string, from: number, end: number): number {
  return (
    ((end - from) * 7 + text.charCodeAt(end - 1) * 3 + (end - 3 >= from ? text.charCodeAt(end - 3) : 0)) & 255
  );
}
