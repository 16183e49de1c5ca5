/** `mynetworks`: whoever is in it may send anywhere (permit_mynetworks); who of strangers is in it, and what Postfix cannot read. */
import { parseAddress } from '../../net/address.ts';
import { formatNetwork, lastOf, type Network, parseNetwork } from '../../net/network.ts';
import { NetworkSet } from '../../net/network-set.ts';
import { type Service, servicesOf, titleOf } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { parseCidr } from '../../postfix/tables/cidr-pattern.ts';
import { openMatchList } from '../../postfix/tables/match-list.ts';
import type { Place } from '../../postfix/value.ts';
import { rowsOf, textOfTable } from './domains.ts';
import { isOpenToWorld } from './doors.ts';
import type { LintProblem, Reading } from './family.ts';
import { isSet, make, makeSet, replacing, textOf, wordsOf } from './said.ts';

export async function ownNetworks(reading: Reading): Promise<readonly LintProblem[]> {
  const services = servicesOf(reading.configuration, 'smtpd');
  const used = isUsed(reading, services);
  const lists = [undefined, ...services.filter(({ overrides }) => overrides.has('mynetworks'))];
  const problems: LintProblem[] = [];
  for (const service of lists) problems.push(...(await ofList(reading, service, used)));
  return [...problems, ...style(reading), ...(await strangersAsOthers(reading, services))];
}

function isUsed(reading: Reading, services: readonly Service[]): boolean {
  const classes = wordsOf(reading, 'smtpd_restriction_classes');
  const lists = ['client', 'helo', 'sender', 'relay', 'recipient', 'data', 'end_of_data'];
  const names = [...lists.map((list) => `smtpd_${list}_restrictions`), ...classes];
  return [undefined, ...services].some((service) =>
    names.some((name) => /\bpermit_mynetworks\b/i.test(textOf(reading, name, service))),
  );
}

interface Written {
  readonly text: string;
  readonly place: Place | undefined;
}

/** Networks that stand in the list, in its files, and in its `cidr:` tables; what is behind `!` is left out. */
async function* written(
  reading: Reading,
  text: string,
  place: (at: number) => Place | undefined,
  depth = 0,
): AsyncGenerator<Written> {
  for (const { text: word, at } of words(text, LIST)) {
    if (word.startsWith('#')) return;
    if (word.startsWith('!') || depth > 5) continue;
    if (word.startsWith('/')) {
      const lines = (await textOfTable(reading, word))?.split('\n') ?? [];
      for (const [i, line] of lines.entries())
        if (!line.startsWith('#'))
          yield* written(reading, line, () => ({ file: word, line: i + 1 }), depth + 1);
    } else if (word.startsWith('cidr:/')) {
      const file = word.slice('cidr:'.length);
      const table = await textOfTable(reading, file);
      for (const { key, line } of table === undefined ? [] : rowsOf(table))
        yield { text: key, place: { file, line } };
    } else if (!word.includes(':') || word.startsWith('[') || parseNetwork(word) !== undefined)
      yield { text: word, place: place(at) };
  }
}

async function ofList(
  reading: Reading,
  service: Service | undefined,
  used: boolean,
): Promise<readonly LintProblem[]> {
  const value = isSet(reading, 'mynetworks', service) ? reading.value('mynetworks', service) : undefined;
  if (value === undefined) return [];
  const problems: LintProblem[] = [];
  const networks: { network: Network; text: string; place: Place | undefined }[] = [];
  for await (const { text, place } of written(reading, value.text, (at) => value.placeAt(at))) {
    const at = place === undefined ? {} : { place };
    const broken = brokenOf(text);
    if (broken !== undefined) {
      const problem = {
        ...make(reading, 'mynetworks-broken', 'error', 'mynetworks', { text, ...broken }, service),
        ...at,
      };
      const own = place?.file === value.placeAt(0)?.file && 'write' in broken;
      problems.push(own ? replacing(problem, text, broken.write!) : problem);
      continue;
    }
    const network = /[.:]/.test(text) ? parseNetwork(bare(text)) : undefined;
    if (network !== undefined) networks.push({ network, text, place });
  }
  // Two halves are the world as well.
  const world = worldIn(networks.map(({ network }) => network));
  const first = networks.find(({ network }) => network.prefix <= 3 && isPublic(network));
  if (world || first !== undefined) {
    const text =
      first?.text ??
      networks
        .filter(({ network }) => network.prefix <= 1)
        .map((each) => each.text)
        .join(', ');
    const problem = make(
      reading,
      'mynetworks-world',
      used ? 'error' : 'warning',
      'mynetworks',
      { text },
      service,
    );
    problems.push(first?.place === undefined ? problem : { ...problem, place: first.place });
  }
  for (const { network, text, place } of networks) {
    const severity = wide(network);
    if (severity === undefined || network.prefix <= 3) continue;
    const count = hostsOf(network);
    const problem = make(
      reading,
      'mynetworks-wide',
      used ? severity : 'info',
      'mynetworks',
      { text, count },
      service,
    );
    problems.push(place === undefined ? problem : { ...problem, place });
  }
  const docker = networks.find(({ network }) => isDockers(network));
  if (docker !== undefined && hasDocker(reading)) {
    const problem = make(reading, 'mynetworks-docker', 'info', 'mynetworks', { text: docker.text }, service);
    problems.push(docker.place === undefined ? problem : { ...problem, place: docker.place });
  }
  return problems;
}

/** Postfix cannot read it, and then knows of nobody behind it whether he is in the list: it defers (match_ops.c). */
function brokenOf(text: string): { readonly variant?: string; readonly write?: string } | undefined {
  if (!/[:/]/.test(text) || !/^[0-9a-f:.[\]/]+$/i.test(text)) return undefined;
  const parsed = parseCidr(text.toLowerCase());
  // Without brackets it is a table of the type `2001`.
  const isTable = text.includes(':') && !text.startsWith('[');
  if (!('wrong' in parsed) && !isTable) return undefined;
  const isMeant = isTable || ('wrong' in parsed && parsed.wrong === 'host-bits');
  const meant = isMeant ? parseNetwork(bare(text)) : maskedNetwork(text);
  if (meant === undefined) return { variant: 'unreadable' };
  const write = formatNetwork(meant);
  return { write: meant.first.family === 4 ? write : write.replace(/^[^/]*/, '[$&]') };
}

/** `[2001:db8::]/32` and `[2001:db8::/32]` */
function bare(text: string): string {
  return text.replace(/[[\]]/g, '');
}

/** `192.0.2.0/255.255.255.0` */
function maskedNetwork(text: string): Network | undefined {
  const [address, mask] = text.split('/');
  const bits = parseAddress(mask ?? '');
  if (bits?.family !== 4) return undefined;
  const binary = [...bits.bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(binary) ? parseNetwork(`${address}/${binary.replace(/0/g, '').length}`) : undefined;
}

function worldIn(networks: readonly Network[]): boolean {
  return new NetworkSet(networks)
    .ranges()
    .some(
      ({ first, last }) =>
        first.bytes.every((byte) => byte === 0) && last.bytes.every((byte) => byte === 255),
    );
}

const SPECIAL = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...[
    '0.0.0.0/8',
    '224.0.0.0/3',
    '198.18.0.0/15',
    '::1/128',
    'fc00::/7',
    'fe80::/10',
    '::ffff:0:0/96',
    'ff00::/8',
  ],
].map((text) => parseNetwork(text)!);

function within({ first, prefix }: Network, outer: Network): boolean {
  return prefix >= outer.prefix && new NetworkSet([outer]).has(first);
}

function isPublic(network: Network): boolean {
  return !SPECIAL.some((special) => within(network, special));
}

/** Of public addresses: 65,536 of IPv4, or what a whole provider has of IPv6. */
function wide(network: Network): 'error' | 'warning' | undefined {
  if (!isPublic(network)) return undefined;
  const six = network.first.family === 6;
  if (network.prefix <= (six ? 16 : 8)) return 'error';
  return network.prefix <= (six ? 32 : 16) ? 'warning' : undefined;
}

function hostsOf({ first, prefix }: Network): string {
  return first.family === 6
    ? `2^${128 - prefix}`
    : String(2 ** (32 - prefix)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Networks that Docker gives its bridges: 172.17.0.0/16 to 172.31.0.0/16. */
function isDockers(network: Network): boolean {
  const dockers = parseNetwork('172.16.0.0/12')!;
  if (network.first.family !== 4 || network.prefix < 8 || !within(network, dockers)) return false;
  return lastOf(network).bytes[1]! >= 17;
}

/** As far as this machine is looked at. */
function hasDocker({ world: { stat, ownAddresses } }: Reading): boolean {
  if (stat === undefined) return true;
  const bridge = ownAddresses.some((address) => address === '172.17.0.1');
  return (
    bridge ||
    ['/.dockerenv', '/var/lib/docker', '/run/.containerenv'].some((path) => stat(path) !== undefined)
  );
}

function* style(reading: Reading): Generator<LintProblem> {
  if (isSet(reading, 'mynetworks')) return;
  const value = textOf(reading, 'mynetworks_style').toLowerCase();
  if (value !== 'class' && value !== 'subnet') return;
  const { stat, ownAddresses } = reading.world;
  const interfaces = wordsOf(reading, 'inet_interfaces');
  const own = interfaces.includes('all') ? (stat === undefined ? [] : ownAddresses) : interfaces;
  const open = own
    .map((word) => parseNetwork(word.replace(/^\[|\]$/g, '')))
    .find((each) => each && isPublic(each));
  const known = stat !== undefined || !interfaces.includes('all');
  if (open === undefined && (known || !isSet(reading, 'mynetworks_style'))) return;
  const values = { value, ...(value === 'class' && { variant: 'class' }) };
  yield makeSet(reading, 'mynetworks-style', 'warning', 'mynetworks_style', 'host', values);
}

const STRANGERS = ['45.83.17.201', '77.111.9.33', '203.0.113.213'];

/** Who may say of himself that he is somebody else (XCLIENT_README, postconf(5) smtpd_upstream_proxy_protocol). */
async function strangersAsOthers(
  reading: Reading,
  services: readonly Service[],
): Promise<readonly LintProblem[]> {
  const interfaces = textOf(reading, 'inet_interfaces');
  const problems = new Map<string, LintProblem>();
  for (const service of services.filter((each) => isOpenToWorld(each, interfaces))) {
    const parameter = 'smtpd_authorized_xclient_hosts';
    const own = (name: string): string => `${name} ${service.overrides.has(name) ? titleOf(service) : ''}`;
    const text = textOf(reading, parameter, service);
    if (text !== '') {
      const list = await openMatchList(text, { matching: 'client', parents: true }, reading.world.tables);
      const all = STRANGERS.filter((address) => list.match({ name: 'unknown', address }) === true).length > 1;
      if (all)
        problems.set(
          own(parameter),
          make(reading, 'xclient-world', 'error', parameter, { text, service: titleOf(service) }, service),
        );
    }
    const proxy = 'smtpd_upstream_proxy_protocol';
    if (textOf(reading, proxy, service) !== '')
      problems.set(
        own(proxy),
        make(reading, 'proxy-protocol-open', 'info', proxy, { service: titleOf(service) }, service),
      );
  }
  return [...problems.values()];
}
