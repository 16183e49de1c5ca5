/**
 * What dns.ts measures: `node bench/dns-ask.ts ADDRESS <NAMES` asks for every name and prints `listed NAME` for those that
 * have an address; `node bench/dns-ask.ts ADDRESS COUNT` asks for as many names that differ, and prints its memory.
 */
import { readFileSync } from 'node:fs';
import { stubResolver } from '../src/dns/stub.ts';

const [address = '127.0.0.1', many] = process.argv.slice(2);
const resolver = stubResolver({ servers: [{ address, port: 53 }] });
const IN_FLIGHT = 1_000;

async function askAll(
  total: number,
  nameOf: (index: number) => string,
  listed: (name: string) => void,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < total) {
        const name = nameOf(next++);
        if ((await resolver.query(name, 'A')).status === 'found') listed(name);
      }
    }),
  );
}

if (many === undefined) {
  const names = readFileSync(0, 'utf8').trimEnd().split('\n');
  const found: string[] = [];
  await askAll(
    names.length,
    (index) => names[index]!,
    (name) => found.push(`listed ${name}`),
  );
  console.log(found.join('\n'));
} else {
  const total = Number(many);
  const start = performance.now();
  for (let part = 1; part <= 5; part++) {
    const from = ((part - 1) * total) / 5;
    await askAll(
      total / 5,
      (index) => {
        const n = from + index;
        return `${n & 255}.${(n >> 8) & 255}.${(n >> 16) & 255}.198.bl${n % 50}.lab`;
      },
      () => {},
    );
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${((part * total) / 5).toLocaleString('en-US').padStart(9)} names: ${Math.round((part * total) / 5 / seconds).toLocaleString('en-US')}/s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
    );
  }
}
resolver.close();
