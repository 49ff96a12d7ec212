/** Public remotes that Veneer knows of. All are off until a person turns them on; none of them is run by Veneer. */

export interface KnownRemote {
  readonly name: string;
  readonly url: string;
  readonly runBy: string;
  readonly about: string;
}

export const KNOWN_REMOTES: readonly KnownRemote[] = [
  {
    name: 'flatcar',
    url: 'https://extensions.flatcar.org/extensions/',
    runBy: 'Run by the Flatcar project.',
    about: 'The sysext bakery: Docker, Kubernetes, Tailscale and others, for Flatcar and for any OS.',
  },
  {
    name: 'fedora',
    url: 'https://extensions.fcos.fr/fedora/',
    runBy: 'Run by Timothée Ravier, not by the Fedora Project.',
    about: 'Fedora packages as extensions, for Fedora CoreOS and the Atomic Desktops.',
  },
  {
    name: 'fedora-community',
    url: 'https://extensions.fcos.fr/community/',
    runBy: 'Run by Timothée Ravier, not by the Fedora Project.',
    about: 'Software from other sources as extensions, for Fedora CoreOS and the Atomic Desktops.',
  },
  {
    name: 'opensuse',
    url: 'https://download.opensuse.org/repositories/home:/kukuk:/sysext/mkosi/',
    runBy: 'Run by Thorsten Kukuk in his home project at openSUSE.',
    about: 'Images for openSUSE MicroOS, as sysextmgr takes them.',
  },
];
