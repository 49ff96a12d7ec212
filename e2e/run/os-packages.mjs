/** Programs that the tests use and the Debian packages that bring them. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';

const PACKAGES = [
  ['chromium-headless-shell', ['/usr/bin/chromium-headless-shell']],
  ['chromium', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge']],
  ['squashfs-tools', ['/usr/bin/mksquashfs']],
  ['erofs-utils', ['/usr/bin/mkfs.erofs']],
  ['e2fsprogs', ['/usr/sbin/mke2fs', '/sbin/mke2fs']],
  ['zip', ['/usr/bin/zip']],
  ['xz-utils', ['/usr/bin/xz']],
  ['attr', ['/usr/bin/setfattr']],
  ['selinux-utils', ['/usr/sbin/matchpathcon']],
  ['util-linux', ['/usr/bin/unshare']],
  ['bubblewrap', ['/usr/bin/bwrap']],
  ['systemd', ['/usr/bin/systemd-sysext', '/bin/systemd-sysext']],
  ['dbus', ['/usr/bin/dbus-daemon']],
  ['polkitd', ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd']],
  ['pkexec', ['/usr/bin/pkexec']],
  ['dpkg', ['/usr/bin/dpkg-deb']],
  ['rpm', ['/usr/bin/rpmbuild']],
  ['desktop-file-utils', ['/usr/bin/desktop-file-validate']],
  ['appstream', ['/usr/bin/appstreamcli']],
  ['shared-mime-info', ['/usr/bin/update-mime-database']],
  ['libglib2.0-bin', ['/usr/bin/gio']],
  ['man-db', ['/usr/bin/man']],
  ['lintian', ['/usr/bin/lintian']],
  ['nginx-light', ['/usr/sbin/nginx']],
  ['docker-registry', ['/usr/bin/docker-registry']],
  ['skopeo', ['/usr/bin/skopeo']],
  ['gnupg', ['/usr/bin/gpg']],
  ['minisign', ['/usr/bin/minisign']],
  ['openssl', ['/usr/bin/openssl']],
  ['openssh-client', ['/usr/bin/ssh']],
  ['openssh-server', ['/usr/sbin/sshd']],
  ['busybox-static', ['/bin/busybox']],
  ['zsh', ['/usr/bin/zsh', '/bin/zsh']],
  ['fish', ['/usr/bin/fish']],
];

/** What boots whole systems, mounts what only root may and writes where only root may. */
const TESTBED_PACKAGES = [
  ['debootstrap', ['/usr/sbin/debootstrap']],
  ['btrfs-progs', ['/usr/bin/mkfs.btrfs', '/usr/sbin/mkfs.btrfs', '/sbin/mkfs.btrfs']],
  ['snapper', ['/usr/bin/snapper']],
  ['systemd-container', ['/usr/bin/systemd-nspawn']],
  ['sudo', ['/usr/bin/sudo']],
  ['fdisk', ['/usr/sbin/sfdisk', '/sbin/sfdisk']],
  ['ansible-core', ['/usr/bin/ansible-playbook']],
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Installs what is missing where root may, on Debian and its kin; else stops with the line that a person can run. */
export function ensurePackages() {
  const wanted = process.getuid() === 0 ? [...PACKAGES, ...TESTBED_PACKAGES] : PACKAGES;
  const missing = wanted.filter(([, places]) => !places.some(isProgram)).map(([name]) => name);
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];
  if (!isDebian() || process.getuid() !== 0) {
    process.stderr.write(`The tests need programs that are not installed here. Run:\n  sudo ${install.join(' ')}\n`);
    process.exit(1);
  }
  process.stdout.write(`Installing ${missing.join(', ')}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['apt-get', 'update', '--quiet'], install]) {
    const { status } = spawnSync(args[0], args.slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) {
      process.stderr.write(`${args.join(' ')} failed.\n`);
      process.exit(1);
    }
  }
}
