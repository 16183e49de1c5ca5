/**
 * `zones` and `lookup` by the system's resolver: unbound on ::1, which a /etc/resolv.conf of the test's own names, before
 * rbldnsd on ::1; in namespaces of mounts and of networks, so that the machine's own stay as they are.
 */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { skipWithout } from '../lab/require.ts';
import { Folder, run, SEKISHO } from './run.ts';

const SCRIPT = `
set -eu
folder=$1; shift
ip link set lo up
mount --bind "$folder/resolv.conf" /etc/resolv.conf
rbldnsd -n -b ::1/5301 -w "$folder" -c 0 good.lab:ip4set:good.zone everything.lab:ip4set:everything.zone >/dev/null 2>&1 &
unbound -d -c "$folder/unbound.conf" >"$folder/output" 2>&1 &
i=0
until "$1" zones --json good.lab 2>/dev/null | grep -q '"status": "healthy"'; do
  i=$((i + 1)); [ $i -lt 40 ] || { cat "$folder/output" >&2; exit 99; }
  sleep 0.25
done
"$@"
`;
const SOA = '$SOA 1 ns.lab. hostmaster.lab. 1 600 300 86400 1\n';
const UNBOUND = `server:
  interface: ::1@53
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  module-config: "iterator"
  access-control: ::/0 allow
  root-hints: ""
  local-zone: "." static
  local-zone: "good.lab." transparent
  local-zone: "everything.lab." transparent
stub-zone:
  name: "good.lab."
  stub-addr: ::1@5301
stub-zone:
  name: "everything.lab."
  stub-addr: ::1@5301
`;

const skip = skipWithout('unbound', 'rbldnsd', 'ip');

describe("the system's resolver, on IPv6", { skip }, () => {
  const inside = async (args: readonly string[]): ReturnType<typeof run> => {
    using folder = new Folder();
    writeFileSync(folder.at('script'), SCRIPT);
    writeFileSync(folder.at('resolv.conf'), 'nameserver ::1\noptions timeout:2 attempts:2\n');
    writeFileSync(folder.at('unbound.conf'), UNBOUND);
    writeFileSync(folder.at('good.zone'), `${SOA}:127.0.0.2:listed\n127.0.0.2\n192.0.2.0/28\n`);
    writeFileSync(folder.at('everything.zone'), `${SOA}:127.0.0.2:for sale\n0.0.0.0/1\n128.0.0.0/1\n`);
    chmodSync(folder.at('.'), 0o755);
    // What they leave behind ends with the shell, which is their init.
    const program = ['-mnpf', '--kill-child', 'sh', folder.at('script'), folder.at('.'), SEKISHO, ...args];
    return await run(program, { program: 'unshare' });
  };

  it('zones', async () => {
    const { code, stdout, stderr } = await inside(['zones', 'good.lab', 'everything.lab', 'nowhere.lab']);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /good\.lab +healthy/);
    assert.match(stdout, /everything\.lab +LISTS EVERYBODY/);
    assert.match(stdout, /nowhere\.lab +dead/);
  });

  it('lookup', async () => {
    const { code, stdout, stderr } = await inside([
      ...['lookup', '--zones', 'good.lab,everything.lab', '192.0.2.1', '198.51.100.1'],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /192\.0\.2\.1: on 1 list, 1 failed/);
    assert.match(stdout, /198\.51\.100\.1: clear on 1, 1 failed/);
  });
});
