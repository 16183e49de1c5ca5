/** Bits that nobody can guess, for ids and the case of letters (RFC 5452 §4.3, §9.2); drawn in pages, since each call costs. */
import { randomFillSync } from 'node:crypto';

export interface Random {
  /** 0 to 65,535. */
  id(): number;
  /** 0 to 255. */
  byte(): number;
}

/** @param fill fills a page with unguessable bytes */
export function randomFrom(fill: (page: Uint8Array) => void = randomFillSync): Random {
  const page = new Uint8Array(4096);
  let at = page.length;
  const byte = (): number => {
    if (at === page.length) {
      fill(page);
      at = 0;
    }
    return page[at++]!;
  };
  return { byte, id: () => (byte() << 8) | byte() };
}
