import { stubResolver } from '../../src/dns/stub.ts';
import { startResolver } from '../lab/dns.ts';
import { startNsd } from '../lab/nsd.ts';
import { skipWithout, skipWithoutPrograms } from '../lab/require.ts';
import { keepsContract, NAMES, ZONE } from './contract.ts';
import { fakeResolver } from './fake-resolver.ts';

keepsContract('the fake', async () => ({ resolver: fakeResolver(NAMES), close: () => {} }));

keepsContract(
  'the stub before nsd',
  async () => {
    const server = await startNsd({ 'example.com': ZONE });
    const resolver = stubResolver({ servers: [server] });
    return {
      resolver,
      close: async () => {
        resolver.close();
        await server.stop();
      },
    };
  },
  { skip: skipWithoutPrograms('nsd') },
);

for (const [title, options] of [
  ['over UDP', {}],
  ['over TCP alone', { tcpOnly: true }],
  ['without EDNS and mixed case', { edns: false, mixedCase: false }],
  ['without a cache', { cache: false }],
] as const)
  keepsContract(
    `the stub ${title} before unbound before nsd`,
    async () => {
      const server = await startNsd({ 'example.com': ZONE });
      const unbound = await startResolver({ records: [], zones: { 'example.com': server } });
      const resolver = stubResolver({ servers: [{ address: unbound.address, port: 53 }], ...options });
      return {
        resolver,
        close: async () => {
          resolver.close();
          await unbound.stop();
          await server.stop();
        },
      };
    },
    { skip: skipWithout('nsd', 'unbound'), loop: 'servfail' },
  );
