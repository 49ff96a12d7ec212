/** What of the machine Veneer reads and writes, for the manual page. */
interface Item {
  readonly name: string;
  readonly says: string;
}

export const ENVIRONMENT: readonly Item[] = [
  {
    name: '$XDG_CONFIG_HOME, $XDG_STATE_HOME, $XDG_CACHE_HOME, $XDG_DATA_HOME, $XDG_RUNTIME_DIR',
    says: 'Where settings, history, caches and sockets of the user are, instead of the places below.',
  },
  { name: '$https_proxy, $http_proxy, $no_proxy', says: 'The proxy that servers are asked through.' },
  { name: '$WAYLAND_DISPLAY, $DISPLAY', says: 'Whether open can show a window.' },
  {
    name: '$ELECTRON_SKIP_BINARY_DOWNLOAD, $ELECTRON_MIRROR, $ELECTRON_OVERRIDE_DIST_PATH',
    says: 'As Electron has them: that its binary is not fetched, where from it is, and where it lies.',
  },
];

export const FILES: readonly Item[] = [
  {
    name: '/var/lib/extensions.d/NAME/, /var/lib/confexts.d/NAME/',
    says: 'Stored versions, and beside each IMAGE a .origin:IMAGE.json: from where it came, when and by whom.',
  },
  { name: '/var/lib/veneer/pins/', says: 'The versions that extensions are pinned to, and what is held.' },
  { name: '/etc/sysupdate.NAME.d/', says: 'The transfer files that follow writes, for systemd-sysupdate(8).' },
  {
    name: '~/.config/veneer/settings.json, ~/.config/veneer/remotes.json',
    says: 'Settings, and remotes with their keys.',
  },
  { name: '~/.local/state/veneer/', says: 'The history of changes and the log of errors.' },
  { name: '~/.cache/veneer/', says: 'What may be lost: lists of remotes, downloads, indexes of images.' },
  { name: '$XDG_RUNTIME_DIR/veneer/serve.sock', says: 'Where serve listens, unless told otherwise.' },
  { name: '/usr/libexec/veneer/helper', says: 'What runs as root, one verb a call.' },
];

export const SEE_ALSO = [
  'systemd-sysext(8)',
  'systemd-sysupdate(8)',
  'sysupdate.d(5)',
  'os-release(5)',
  'pkexec(1)',
] as const;
