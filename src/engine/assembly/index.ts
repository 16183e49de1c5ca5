/**
 * The engine's doors: what src/engine/engine.ts calls. A block of log is laid down at `input`, `run` takes ordinary
 * lines one after another and stops where one must go the long way.
 */
import { takeVerdict } from './amavis';
import { takeNotification } from './bounce';
import { at, has, lineEnd, LINE_FEED } from './bytes';
import { periodAt } from './counts';
import { takeDelivery } from './delivery';
import { takeDovecot } from './dovecot';
import { host, layDown, lineTo, setLine, start, time, wall } from './frame';
import { kind, readHeader } from './header';
import { advance, now } from './lives';
import { giveBack, take } from './memory';
import { takePostscreen } from './postscreen';
import { takeMessageId, takeQueue } from './queue';
import { takeSmtpd } from './smtpd';

export * from './doors';

/** Programs whose ordinary lines the engine knows; src/maillog/express/header.ts names them. */
const SMTPD: i32 = 1;
const QMGR: i32 = 2;
const CLEANUP: i32 = 3;
/** Delivers to other hosts; to mailboxes and programs of this one. */
const REMOTE: i32 = 4;
const LOCAL: i32 = 5;
/** Writes statistics that say nothing of mail. */
const STATISTICS: i32 = 6;
/** No mail program. */
const FOREIGN: i32 = 7;
/** Delivers to mailboxes and programs, and sends on. */
const ALIASES: i32 = 8;
const POSTSCREEN: i32 = 9;
const DOVECOT: i32 = 10;
/** Makes notifications. */
const BOUNCE: i32 = 11;
/** Delivers to mailboxes and content filters. */
const LMTP: i32 = 12;
const AMAVIS: i32 = 13;

/** Who looks at bytes may look so far beyond the end of a block. */
const SLACK: usize = 512;
let block: usize = 0;
let room: usize = 0;

/** Where a block of so many bytes may be laid down; the first `kept` are those that were there before. */
export function input(bytes: usize, kept: usize): usize {
  if (bytes + SLACK > room) {
    const larger = take(bytes + SLACK);
    if (block != 0) {
      memory.copy(larger, block, kept);
      giveBack(block, room);
    }
    block = larger;
    room = bytes + SLACK;
  }
  return block;
}

/** How `run` ended. */
const TAKEN: i32 = 0;
const UNREAD: i32 = 1;
const READ: i32 = 2;

/**
 * Takes the lines from `from` to `to`. @returns UNREAD or READ where it stopped at a line that must go the long way,
 * which the frame tells: READ where its header is there too; TAKEN at the end
 */
export function run(from: usize, to: usize): i32 {
  // What comes after it is the beginning of the next block, but at the end of a file without a last line end.
  if (at(to - 1) != LINE_FEED) store<u8>(to, <u8>LINE_FEED);
  for (let p = from; p < to; p = lineTo + 1) {
    setLine(p, lineEnd(p));
    const how = takeLine();
    if (how == TAKEN) continue;
    layDown();
    return how;
  }
  layDown();
  return TAKEN;
}

function takeLine(): i32 {
  if (!readHeader()) return UNREAD;
  if (kind == FOREIGN) {
    foreign++;
    return TAKEN;
  }
  advance(time);
  let taken: bool = false;
  switch (kind) {
    case SMTPD:
      taken = takeSmtpd();
      break;
    case QMGR:
      taken = takeQueue();
      break;
    case CLEANUP:
      taken = takeMessageId();
      break;
    case REMOTE:
      taken = takeDelivery(false, false, true);
      break;
    case LOCAL:
      taken = takeDelivery(true, false, false);
      break;
    case LMTP:
      taken = takeDelivery(true, false, true);
      break;
    case ALIASES:
      taken = takeDelivery(true, true, false);
      break;
    case STATISTICS:
      taken = has(start, 'statistics: ');
      if (taken) periodAt(time, wall);
      break;
    case POSTSCREEN:
      taken = takePostscreen();
      break;
    case DOVECOT:
      taken = takeDovecot();
      break;
    case AMAVIS:
      taken = takeVerdict();
      break;
    case BOUNCE:
      taken = takeNotification();
      break;
    default:
  }
  if (!taken) return READ;
  cover();
  return TAKEN;
}

/** Lines of other programs. */
let foreign: u32 = 0;
export function getForeign(): u32 {
  return foreign;
}

/** Epoch milliseconds of the newest and oldest line taken; 0: none. */
let newest: f64 = 0;
let oldest: f64 = 0;
const hostLines: usize = memory.data(64 * 4, 4);

function cover(): void {
  if (time > newest) newest = time;
  if (time < oldest || oldest == 0) oldest = time;
  const place = hostLines + (<usize>host << 2);
  store<u32>(place, load<u32>(place) + 1);
}

export function getNewest(): f64 {
  return newest;
}
export function getOldest(): f64 {
  return oldest;
}
export function hostLinesAt(): usize {
  return hostLines;
}
export function getNow(): f64 {
  return now;
}
