/** Makes sample/maillog: four days of a small server in trouble. `node bench/sample.ts` writes it anew, the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backscatter, cracked, cron, deadList, failingPipe, newsletter } from './generator/incidents.ts';
import { guessing, inbound, noise, outbound, refused, type Scene } from './generator/scenes.ts';
import { Server } from './generator/server.ts';
import { Writer } from './generator/writer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 20 November 2026, midnight in Japan. */
const START = Date.UTC(2026, 10, 19, 15);

/** What plays on each day, and how often. */
const DAYS: readonly (readonly (readonly [Scene, number])[])[] = [
  [
    [inbound, 90],
    [outbound, 24],
    [refused, 40],
    [guessing, 10],
    [noise, 40],
    [cron, 8],
    [backscatter, 6],
  ],
  [
    [inbound, 80],
    [outbound, 22],
    [refused, 40],
    [guessing, 14],
    [noise, 40],
    [cron, 8],
    [backscatter, 70],
    [failingPipe, 4],
    [deadList, 12],
  ],
  [
    [inbound, 60],
    [outbound, 20],
    [refused, 44],
    [guessing, 60],
    [noise, 40],
    [cron, 8],
    [backscatter, 50],
    [failingPipe, 6],
    [deadList, 40],
    [cracked, 60],
  ],
  [
    [inbound, 55],
    [outbound, 20],
    [refused, 46],
    [guessing, 20],
    [noise, 40],
    [cron, 8],
    [backscatter, 60],
    [failingPipe, 7],
    [deadList, 48],
    [cracked, 110],
  ],
];

let text = '';
const writer = new Writer(
  (block) => {
    text += block;
  },
  'rfc3339',
  '+09:00',
);
const server = new Server(writer, 2017, 'mx1.hinode.example', true, 1500);
const planned: { time: number; scene: Scene }[] = [];
for (const [day, scenes] of DAYS.entries()) {
  for (const [scene, count] of scenes) {
    // Offices write by day, robots at all hours.
    const office = scene === outbound || scene === inbound;
    for (let i = 0; i < count; i++)
      planned.push({
        time:
          START +
          day * DAY +
          (office ? 7 * HOUR + server.random.next() * 12 * HOUR : server.random.next() * DAY * 0.98),
        scene,
      });
  }
}
planned.push({ time: START + 2 * DAY + 10 * HOUR, scene: newsletter });
planned.sort((a, b) => a.time - b.time);
for (const { time, scene } of planned) {
  writer.flush(time);
  scene(server, time);
}
writer.end();
writeFileSync(join(import.meta.dirname, '../sample/maillog'), text);
