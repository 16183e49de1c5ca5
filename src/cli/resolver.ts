/** The resolver that a command asks: that of `--dns`, else those of /etc/resolv.conf. */
import type { StubOptions, StubResolver } from '../dns/stub.ts';
import type { ResolverAddress } from './dns-option.ts';

/** To be closed, or the command does not end. */
export async function openResolver(
  at: ResolverAddress | undefined,
  options: StubOptions = {},
): Promise<StubResolver> {
  const { stubResolver } = await import('../dns/stub.ts');
  return stubResolver(at === undefined ? options : { ...options, servers: [at] });
}
