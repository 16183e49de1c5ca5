/** Asks a name server of the lab one question over UDP, to know whether it is there. */
import { createSocket } from 'node:dgram';

/** Milliseconds. */
const PATIENCE = 200;

/**
 * @param name "" for the root
 * @param type 1: A, 2: NS (RFC 1035 §3.2.2)
 * @param isGood of its whole answer; none within a moment is not
 */
export function answers(
  { address, port }: { readonly address: string; readonly port: number },
  name: string,
  type: number,
  isGood: (answer: Buffer) => boolean,
): Promise<boolean> {
  const labels = name
    .split('.')
    .filter(Boolean)
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const header = Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const question = Buffer.concat([header, ...labels, Buffer.from([0, 0, type, 0, 1])]);
  return new Promise((done) => {
    const socket = createSocket('udp4');
    const finish = (result: boolean): void => {
      clearTimeout(timer);
      socket.close();
      done(result);
    };
    const timer = setTimeout(() => finish(false), PATIENCE);
    socket.once('error', () => finish(false));
    socket.once('message', (answer) => finish(isGood(answer)));
    socket.connect(port, address, () => socket.send(question));
  });
}
