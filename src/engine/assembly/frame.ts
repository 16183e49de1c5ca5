/**
 * Where the program reads what the engine says of a line: times and positions, at fixed places. The engine itself
 * keeps them in globals, which are faster, and lays them down when it calls.
 */

const BYTES: i32 = 160;
const place: usize = memory.data(BYTES, 8);

export function frameAt(): usize {
  return place;
}

/** Epoch milliseconds, and the line's own clock. */
export let time: f64 = 0;
export let wall: f64 = 0;
export let lineFrom: usize = 0;
/** The end of the line: its line feed. */
export let lineTo: usize = 0;
/** Where the message after the header begins. */
export let start: usize = 0;
export let lines: u32 = 0;
export let pid: i32 = 0;
export let program: i32 = 0;
/** Which host, as the program numbered them. */
export let host: i32 = 0;
/** Which file, as the program numbered them. */
export let file: i32 = 0;
/** The client or server, `NAME[ADDRESS]`. */
export let nameFrom: usize = 0;
export let nameTo: usize = 0;
export let addressFrom: usize = 0;
export let addressTo: usize = 0;
/** Of a refusal. */
export let senderFrom: usize = 0;
export let senderTo: usize = 0;
export let recipientFrom: usize = 0;
export let recipientTo: usize = 0;
/** What a reply says, and in it the DNSBL zone; empty where it is none. */
export let replyFrom: usize = 0;
export let replyTo: usize = 0;
export let zoneFrom: usize = 0;
export let zoneTo: usize = 0;
export let accountFrom: usize = 0;
export let accountTo: usize = 0;

export function setClock(atTime: f64, atWall: f64): void {
  time = atTime;
  wall = atWall;
}
export function setLine(from: usize, to: usize): void {
  lineFrom = from;
  lineTo = to;
  lines++;
}
export function setLines(count: u32): void {
  lines = count;
}
export function setFile(number: i32): void {
  file = number;
}
export function setHeader(atStart: usize, ofHost: i32, ofProgram: i32, ofPid: i32): void {
  start = atStart;
  host = ofHost;
  program = ofProgram;
  pid = ofPid;
}
export function setPeer(name: usize, open: usize, close: usize): void {
  nameFrom = name;
  nameTo = open;
  addressFrom = open + 1;
  addressTo = close;
}
export function setSender(from: usize, to: usize): void {
  senderFrom = from;
  senderTo = to;
}
export function setRecipient(from: usize, to: usize): void {
  recipientFrom = from;
  recipientTo = to;
}
export function setReply(from: usize, to: usize): void {
  replyFrom = from;
  replyTo = to;
}
export function setZone(from: usize, to: usize): void {
  zoneFrom = from;
  zoneTo = to;
}
export function setAccount(from: usize, to: usize): void {
  accountFrom = from;
  accountTo = to;
}

/** Before each call of the program, and where a line goes the long way. src/engine/frame.ts knows the places. */
export function layDown(): void {
  store<f64>(place, time);
  store<f64>(place, wall, 8);
  store<u32>(place, <u32>lineFrom, 16);
  store<u32>(place, <u32>lineTo, 20);
  store<u32>(place, lines, 24);
  store<i32>(place, pid, 28);
  store<i32>(place, program, 32);
  store<i32>(place, host, 36);
  store<i32>(place, file, 40);
  store<u32>(place, <u32>nameFrom, 44);
  store<u32>(place, <u32>nameTo, 48);
  store<u32>(place, <u32>addressFrom, 52);
  store<u32>(place, <u32>addressTo, 56);
  store<u32>(place, <u32>replyFrom, 60);
  store<u32>(place, <u32>replyTo, 64);
  store<u32>(place, <u32>zoneFrom, 68);
  store<u32>(place, <u32>zoneTo, 72);
  store<u32>(place, <u32>accountFrom, 76);
  store<u32>(place, <u32>accountTo, 80);
  store<u32>(place, <u32>start, 84);
}
