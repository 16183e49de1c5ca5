/** master.cf as the lab writes it, master(5): every service unchrooted. */

/** One service; `options` become `-o name=value`. */
export interface Service {
  name: string;
  type: 'inet' | 'unix' | 'unix-dgram' | 'pass';
  private?: boolean;
  unprivileged?: boolean;
  wakeup?: string;
  limit?: string;
  command: string;
  options?: Record<string, string>;
}

/** A second smtpd on a port of its own: submission, or the re-entry port of a content filter. */
export function smtpdService(port: number, options: Record<string, string> = {}): Service {
  return { name: `127.0.0.1:${port}`, type: 'inet', private: false, command: 'smtpd', options };
}

/**
 * What every Postfix needs, with smtpd on `port`; `extra` comes on top and replaces what has its name.
 * @param postscreen stands before smtpd (POSTSCREEN_README)
 */
export function masterCf(port: number, extra: Service[], postscreen = false): string {
  const services = new Map<string, Service>();
  const doors: Service[] = postscreen
    ? [
        { ...smtpdService(port), limit: '1', command: 'postscreen' },
        { name: 'smtpd', type: 'pass', command: 'smtpd' },
        { name: 'dnsblog', type: 'unix', limit: '0', command: 'dnsblog' },
        { name: 'tlsproxy', type: 'unix', limit: '0', command: 'tlsproxy' },
      ]
    : [smtpdService(port)];
  for (const service of [...doors, ...BASE, ...extra]) {
    services.set(`${service.name}/${service.type}`, service);
  }
  return [...services.values()].map(formatService).join('');
}

function formatService(service: Service): string {
  const flag = (value: boolean | undefined): string => (value === undefined ? '-' : value ? 'y' : 'n');
  const columns = [
    service.name,
    service.type,
    flag(service.private),
    flag(service.unprivileged),
    'n',
    service.wakeup ?? '-',
    service.limit ?? '-',
    service.command,
  ];
  const options = Object.entries(service.options ?? {}).map(
    ([name, value]) => `  -o { ${name} = ${value} }\n`,
  );
  return `${columns.join(' ')}\n${options.join('')}`;
}

const BASE: Service[] = [
  { name: 'pickup', type: 'unix', private: false, wakeup: '60', limit: '1', command: 'pickup' },
  { name: 'cleanup', type: 'unix', private: false, limit: '0', command: 'cleanup' },
  { name: 'qmgr', type: 'unix', private: false, wakeup: '300', limit: '1', command: 'qmgr' },
  { name: 'tlsmgr', type: 'unix', wakeup: '1000?', limit: '1', command: 'tlsmgr' },
  { name: 'rewrite', type: 'unix', command: 'trivial-rewrite' },
  { name: 'bounce', type: 'unix', limit: '0', command: 'bounce' },
  { name: 'defer', type: 'unix', limit: '0', command: 'bounce' },
  { name: 'trace', type: 'unix', limit: '0', command: 'bounce' },
  { name: 'verify', type: 'unix', limit: '1', command: 'verify' },
  { name: 'flush', type: 'unix', private: false, wakeup: '1000?', limit: '0', command: 'flush' },
  { name: 'proxymap', type: 'unix', command: 'proxymap' },
  { name: 'proxywrite', type: 'unix', limit: '1', command: 'proxymap' },
  { name: 'smtp', type: 'unix', command: 'smtp' },
  { name: 'relay', type: 'unix', command: 'smtp' },
  { name: 'showq', type: 'unix', private: false, command: 'showq' },
  { name: 'error', type: 'unix', command: 'error' },
  { name: 'retry', type: 'unix', command: 'error' },
  { name: 'discard', type: 'unix', command: 'discard' },
  { name: 'local', type: 'unix', unprivileged: false, command: 'local' },
  { name: 'virtual', type: 'unix', unprivileged: false, command: 'virtual' },
  { name: 'lmtp', type: 'unix', command: 'lmtp' },
  { name: 'anvil', type: 'unix', limit: '1', command: 'anvil' },
  { name: 'scache', type: 'unix', limit: '1', command: 'scache' },
  { name: 'postlog', type: 'unix-dgram', private: false, limit: '1', command: 'postlogd' },
];
