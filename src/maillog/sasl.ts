import type { Event } from './event.ts';
export function parseSasl(_text: string, _from: number, _end: number): Event | undefined {
  return undefined;
}
