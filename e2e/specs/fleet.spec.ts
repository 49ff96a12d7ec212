/** Many hosts on the command line: real OpenSSH servers, each with a tree that stands for the `/` of a host. */
import { expect, test } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { makeFleetHost, putFleetImage } from '../harness/fleet-host.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { inTree, serveSsh } from '../harness/ssh-hosts.ts';
import { runVeneer } from '../shells/server.ts';

test('hosts are added, read, listed, compared and asked about another release', async () => {
  const scratch = makeScratch('fleet-spec');
  const roots = ['ws-042', 'edge-02'].map((name) => makeFleetHost(scratch, name, '4230.2.0', 257));
  for (const [at, root] of roots.entries())
    putFleetImage(
      root,
      `var/lib/extensions/docker.raw`,
      'docker',
      `ID=flatcar\nVERSION_ID=4230.2.0\nSYSEXT_VERSION_ID=${28 - at}\n`,
    );
  putExtension(scratch, 'trees/edge-02/var/lib/extensions', 'tailscale', 'ID=_any\n');
  putExtension(scratch, 'trees/edge-02/var/lib/extensions', 'nvidia', 'ID=flatcar\nVERSION_ID=2.0\n');
  const [ws = '', edge = ''] = roots;
  const ssh = await serveSsh(scratch, { 'ws-042': inTree(ws), 'edge-02': inTree(edge), nas: 'exit 1' });
  const veneer = (...args: string[]) =>
    runVeneer(scratch, { user: 'own', args: ['fleet', ...args], env: { VENEER_SSH_CONFIG: ssh.config } });
  const jsonOf = (...args: string[]) => contentOfAnswer(veneer(...args, '--json').stdout) as Record<string, unknown>;
  try {
    expect(veneer('list')).toMatchObject({ status: 0, stdout: 'There are no hosts.\n' });
    expect(veneer('add', '-oProxyCommand=reboot')).toMatchObject({ status: 2 });
    expect(veneer('add', 'a;reboot').stderr).toContain('veneer: a;reboot is no host.');
    expect(veneer('add', '--ssh-config')).toMatchObject({ status: 0, stdout: '3 hosts are in the fleet.\n' });
    const read = veneer('read');
    expect(read.status, read.stderr).toBe(24);
    expect(read.stdout).toMatch(/^HOST +OS +docker +nvidia +tailscale *$/m);
    expect(read.stdout).toMatch(/^ws-042 +Flatcar 4230\.2\.0 +28 +- +- *$/m);
    expect(read.stdout).toMatch(/^edge-02 +Flatcar 4230\.2\.0 +27 +does not fit +merged next time *$/m);
    expect(read.stdout).toContain('nas did not run the script that reads it.');
    expect(read.stdout).toContain('edge-02: nvidia: It needs flatcar 2.0, this host is flatcar 4230.2.0.');
    expect(veneer('read', 'nas')).toMatchObject({ status: 12 });
    expect(veneer('read', 'ws-042')).toMatchObject({ status: 0 });

    // Drilled into, nobody is asked; what was not brought is no part of the answer.
    const there = (...args: string[]) => runVeneer(scratch, { user: 'own', args, env: { VENEER_SSH_CONFIG: 'none' } });
    const list = there('list', '--host', 'edge-02');
    expect(list.stdout, list.stderr).toMatch(/^nvidia +- +sysext +does not fit/m);
    expect(list.stderr).toContain('edge-02 as it was read');
    const status = there('status', '--host', 'edge-02');
    expect(status.stdout).toMatch(/^Flatcar 4230\.2\.0 · x86-64 · systemd 257$/m);
    expect(status.stdout).toContain('ssh -t edge-02 sudo systemd-sysext refresh');
    expect(there('why', 'nvidia', '--host', 'edge-02').stdout).toContain('It needs flatcar 2.0');
    expect(there('inspect', 'docker', '--host', 'edge-02').stdout).toContain('it was not read from this host.');
    expect(contentOfAnswer(there('inspect', 'docker', '--host', 'edge-02', '--json').stdout)).toMatchObject({
      contents: { problem: expect.stringContaining('was not read from this host') },
    });
    const json = there('status', '--host', 'edge-02', '--json').stdout;
    expect(contentOfAnswer(json)).toMatchObject({ host: { root: 'ssh://edge-02' } });
    expect(json).not.toContain(scratch.path);
    expect(there('list', '--host', 'nas')).toMatchObject({ status: 3 });
    expect(there('doctor', '--host', 'edge-02').stderr).toContain(
      'doctor takes no --host; it is for list, status, inspect, why.',
    );

    const differ = veneer('differ', 'ws-042');
    expect(differ.status).toBe(100);
    expect(differ.stdout).toMatch(/^edge-02 +docker +sysext +27 +28 *$/m);
    expect(differ.stdout).toMatch(/^edge-02 +tailscale +sysext +merged next time +not there *$/m);
    expect(differ.stdout).toContain('1 of 1 hosts differs from ws-042.');

    const nextOs = veneer('plan', '--for', 'flatcar=4300.0.0');
    expect(nextOs.status).toBe(4);
    expect(nextOs.stdout).toMatch(/^ws-042 +docker +sysext +lost/m);
    expect(nextOs.stdout).toContain('2 of 2 hosts would lose extensions.');
    expect(veneer('plan', '--for', 'fedora=44').stderr).toContain('No host that was read runs fedora');

    await ssh.stop();
    // What was read is there without any host.
    expect(jsonOf('list', 'edge-02')).toMatchObject({
      hosts: [{ id: 'edge-02', source: 'ssh-config', state: 'read', systemd: 257, rows: [{ name: 'docker' }, {}, {}] }],
    });
    expect(veneer('remove', 'nas')).toMatchObject({ status: 0 });
    expect(jsonOf('list')).toMatchObject({ hosts: [{ id: 'ws-042' }, { id: 'edge-02' }] });
  } finally {
    await ssh.stop();
    scratch.remove();
  }
});
