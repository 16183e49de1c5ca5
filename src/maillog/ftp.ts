import type { Event } from './event.ts';
export function parseFtp(_program: string, _text: string, _from: number, _end: number): Event | undefined {
  return undefined;
}
