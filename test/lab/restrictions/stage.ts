// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/**
 * One Postfix with many smtpd services, each with restrictions of its own, beside DNS and blocklists of the lab; and the
 * rules that Sekisho makes of the same files.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { tableWorld, thisMachine } from '../../../src/cli/table-world.ts';
import { stubResolver } from '../../../src/dns/stub.ts';
import { activeServices } from '../../../src/postfix/master-cf.ts';
import { readConfiguration } from '../../../src/postfix/read.ts';
import { compileRules } from '../../../src/restrictions/compile.ts';
import type { Rules } from '../../../src/restrictions/rules.ts';
import { Settings } from '../../../src/restrictions/settings.ts';
import { type Resolver, startResolver } from '../dns.ts';
import { smtpdService } from '../master-cf.ts';
import { claimPort } from '../ports.ts';
import { Postfix } from '../postfix.ts';
import type { Dice } from '../random/dice.ts';
import { type BlocklistServer, startRbldnsd } from '../rbldnsd.ts';
import { startSaslServer } from '../sasl-server.ts';
import { makeOptions, makeTables } from './configurations.ts';
import { DEAD_ZONES, RECORDS } from './names.ts';

export interface Door {
  readonly port: number;
  readonly options: Record<string, string>;
  readonly rules: Rules;
}

export class Stage {
  readonly postfix: Postfix;
  readonly doors: readonly Door[];
  readonly resolver: ReturnType<typeof stubResolver>;
  readonly #others: readonly { stop(): Promise<void> }[];

  private constructor(
    postfix: Postfix,
    doors: readonly Door[],
    dns: Resolver,
    others: readonly { stop(): Promise<void> }[],
  ) {
    this.postfix = postfix;
    this.doors = doors;
    this.resolver = stubResolver({ servers: [{ address: dns.address, port: 53 }] });
    this.#others = others;
  }

  /** @param more of one smtpd, by its number */
  static async start(
    dice: Dice,
    count: number,
    parameters: Record<string, string>,
    more: (door: number) => Record<string, string> = () => ({}),
  ): Promise<Stage> {
    const lists = await startLists();
    // A server that does not know them refuses, and unbound says SERVFAIL at once.
    const zones = Object.fromEntries(DEAD_ZONES.map((zone) => [zone, lists]));
    const dns = await startResolver({ records: RECORDS, blocklists: [lists], zones });
    const sasl = await startSaslServer({ ann: 'secret' });
    const tables = makeTables(dice, 15);
    const files = { ...tables.files, ...FIXED_TABLES };
    const made: { port: number; options: Record<string, string> }[] = [];
    for (let i = 0; i < count; i++) {
      const options = { ...makeOptions(dice, tables), ...more(i) };
      if (dice.chance(0.4)) Object.assign(options, sasl.parameters);
      made.push({ port: await claimPort(), options });
    }
    const postfix = await Postfix.start({
      parameters: { ...PARAMETERS, ...parameters },
      services: made.map(({ port, options }) => smtpdService(port, options)),
      tables: files,
      resolvConf: dns.resolvConf,
      before: (config) => {
        for (const name of Object.keys(files))
          if (hashed(name)) execFileSync('postmap', [`hash:${join(config, name)}`], { stdio: 'ignore' });
      },
    });
    const doors = await rulesOf(postfix, made);
    return new Stage(postfix, doors, dns, [lists, dns, sasl]);
  }

  async stop(): Promise<void> {
    this.resolver.close();
    await this.postfix.remove();
    for (const other of this.#others) await other.stop();
  }
}

/** Each fifth table of a kind is of this type (configurations.ts). */
function hashed(name: string): boolean {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 0) % 5 === 1;
}

async function rulesOf(
  postfix: Postfix,
  made: readonly { port: number; options: Record<string, string> }[],
): Promise<Door[]> {
  const { config } = postfix.folder;
  const configuration = readConfiguration(config);
  const services = new Map(activeServices(configuration.master).map((service) => [service.name, service]));
  const doors: Door[] = [];
  for (const each of made) {
    const service = services.get(`127.0.0.1:${each.port}`)!;
    const world = tableWorld(config, new Settings(configuration, service), true);
    const rules = await compileRules(configuration, { world, service, ...thisMachine() });
    doors.push({ ...each, rules });
  }
  return doors;
}

function startLists(): Promise<BlocklistServer> {
  return startRbldnsd({
    'bl.lab': {
      type: 'ip4set',
      lines: [
        ':127.0.0.2:listed $ for spam',
        '198.51.100.7',
        ':127.0.0.4:',
        '198.51.100.8',
        ':127.0.1.2:other "quoted" <text>',
        '198.51.100.9',
      ],
    },
    'world.lab': { type: 'ip4set', lines: [':127.0.0.2:everybody', '0.0.0.0/1', '128.0.0.0/1'] },
    'wl.lab': { type: 'ip4set', lines: [':127.0.10.3:', '203.0.113.10', ':127.0.5.1:', '203.0.113.20'] },
    'empty.lab': { type: 'ip4set', lines: [':127.0.0.2:', '192.0.2.255'] },
    'rhs.lab': {
      type: 'dnset',
      lines: [
        ':127.0.1.2:domain $',
        'rhs-listed.example',
        '.bad.example',
        'listed.example',
        'relayed.example',
      ],
    },
  });
}

const FIXED_TABLES: Record<string, string> = {
  'rbl-replies':
    'bl.lab 571 5.7.9 go away $rbl_what of $rbl_class ${rbl_reason?because $rbl_reason}\nworld.lab nonsense\n',
  logins:
    'ann@good.example ann\nlocal.example nobody\n@bad.example bob@local.example, Carl\nuser@local.example carl\n',
  users: 'user x\ncanon x\n',
  virtual: 'known@virtual.example user@local.example\nvirtual.example anything\n',
  boxes: 'box@boxes.example box/\n',
  relayed: 'x@relayed.example x\n',
  transport: 'errored.example error:5.1.2 no such place\nretried.example retry:4.2.0 not now\n',
  relocated: 'moved@local.example new@good.example\n@moved.example elsewhere\n',
  canonical: 'canon@local.example user@local.example\n',
};

const PARAMETERS: Record<string, string> = {
  inet_protocols: 'all',
  mynetworks: '127.0.0.1/32, 10.0.0.0/8, [2001:db8:1::]/48, !10.1.2.4',
  local_recipient_maps: 'texthash:$config_directory/users',
  virtual_alias_maps: 'texthash:$config_directory/virtual',
  virtual_alias_domains: 'virtual.example',
  virtual_mailbox_domains: 'boxes.example',
  virtual_mailbox_maps: 'texthash:$config_directory/boxes',
  relay_domains: 'relayed.example, errored.example, retried.example, moved.example',
  relay_recipient_maps: 'texthash:$config_directory/relayed',
  transport_maps: 'texthash:$config_directory/transport',
  relocated_maps: 'texthash:$config_directory/relocated',
  canonical_maps: 'texthash:$config_directory/canonical',
  smtpd_sender_login_maps: 'texthash:$config_directory/logins',
  recipient_delimiter: '+',
  local_transport: 'discard',
  virtual_transport: 'discard',
  relay_transport: 'discard',
  default_transport: 'discard',
  smtpd_hard_error_limit: '1000',
  smtpd_client_connection_rate_limit: '0',
  smtpd_client_connection_count_limit: '0',
  default_process_limit: '200',
  max_use: '1000',
};
