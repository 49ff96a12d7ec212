/** sshd as a service of each of several booted systems: this machine's own, with its libraries, for the systems have none. */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from '../harness/programs.ts';
import type { Scratch } from '../harness/scratch.ts';
import { USER } from './machine.ts';

const PLACE = 'opt/sshd';
/** Every system has its own of these, which goes with its loader. */
const OF_GLIBC = /^(?:ld-linux|libc\.|libm\.|libresolv\.)/;

export interface SshdInside {
  /** For `ssh -F`: has each system by its name. */
  readonly config: string;
  /** Puts it into what a system has at boot. The systems share this machine's network, so each listens at a port of its own. */
  put(upper: string, served: ServedSystem): void;
}

export interface ServedSystem {
  readonly name: string;
  readonly port: number;
  /** Whether it takes our key. */
  readonly isOpen?: boolean;
  /** Who logs in; the ordinary user unless given. */
  readonly user?: string;
  /** What runs instead of what is asked for, which is in `$SSH_ORIGINAL_COMMAND`. */
  readonly command?: string;
}

export function makeSshdInside(scratch: Scratch): SshdInside {
  const own = join(scratch.path, 'sshd');
  mkdirSync(join(own, PLACE), { recursive: true, mode: 0o700 });
  copyFileSync('/usr/sbin/sshd', join(own, PLACE, 'sshd'));
  for (const [, library = ''] of run('ldd', ['/usr/sbin/sshd']).matchAll(/=> (\/\S+) \(0x/g)) {
    if (!OF_GLIBC.test(basename(library))) copyFileSync(realpathSync(library), join(own, PLACE, basename(library)));
  }
  const keyOf = (name: string) => {
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(own, name)]);
    return readFileSync(join(own, `${name}.pub`), 'utf8');
  };
  const key = keyOf('key');
  // Of an account without a password sshd says that it is locked; a unit takes "$" twice.
  const password = run('openssl', ['passwd', '-6', randomBytes(16).toString('hex')])
    .trim()
    .replaceAll('$', '$$$$');
  const config = join(own, 'config');
  writeFileSync(config, '', { mode: 0o600 });
  return {
    config,
    put(upper, { name, port, isOpen = true, user = USER.name, command }) {
      const hostKey = keyOf(name);
      const put = (path: string, content: string, mode = 0o644) => {
        mkdirSync(join(upper, dirname(path)), { recursive: true });
        writeFileSync(join(upper, path), content, { mode });
      };
      mkdirSync(join(upper, PLACE), { recursive: true });
      for (const file of readdirSync(join(own, PLACE))) linkSync(join(own, PLACE, file), join(upper, PLACE, file));
      put('etc/ssh/host-key', readFileSync(join(own, name), 'utf8'), 0o600);
      put('etc/ssh/authorized', isOpen ? key : '');
      const forced = command === undefined ? '' : 'ForceCommand sh /etc/ssh/command\n';
      put('etc/ssh/command', command ?? '');
      put(
        'etc/ssh/sshd_config',
        `Port ${port}
ListenAddress 127.0.0.1
HostKey /etc/ssh/host-key
AuthorizedKeysFile /etc/ssh/authorized
PidFile none
UsePAM no
PasswordAuthentication no
${forced}`,
      );
      put('etc/sysusers.d/sshd.conf', 'u sshd - - /run/sshd\n');
      // As Debian's ssh.service.
      put(
        'etc/systemd/system/sshd.service',
        `[Service]
Type=notify
Environment=LD_LIBRARY_PATH=/${PLACE}
ExecStartPre=usermod --password ${password} ${USER.name}
ExecStart=/${PLACE}/sshd -D -f /etc/ssh/sshd_config
KillMode=process
RuntimeDirectory=sshd
RuntimeDirectoryMode=0755
`,
      );
      mkdirSync(join(upper, 'etc/systemd/system/multi-user.target.wants'), { recursive: true });
      symlinkSync('../sshd.service', join(upper, 'etc/systemd/system/multi-user.target.wants/sshd.service'));
      const known = join(own, `${name}.known`);
      writeFileSync(known, `[127.0.0.1]:${port} ${hostKey}`);
      const lines = [
        `Host ${name}`,
        'HostName 127.0.0.1',
        `Port ${port}`,
        `User ${user}`,
        `IdentityFile ${join(own, 'key')}`,
        'IdentitiesOnly yes',
        `UserKnownHostsFile ${known}`,
        'StrictHostKeyChecking yes',
      ];
      writeFileSync(config, `${lines.join('\n  ')}\n`, { flag: 'a' });
    },
  };
}
