/** What of the machine Veneer reads and writes, for the manual page. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';

interface Item {
  readonly name: string;
  readonly says: Message;
}

export const ENVIRONMENT: readonly Item[] = [
  { name: '$LC_ALL, $LC_MESSAGES, $LANG, $LANGUAGE', says: messageOf('commands.environment-language') },
  {
    name: '$XDG_CONFIG_HOME, $XDG_STATE_HOME, $XDG_CACHE_HOME, $XDG_DATA_HOME, $XDG_RUNTIME_DIR',
    says: messageOf('commands.environment-where-settings-history-caches'),
  },
  { name: '$https_proxy, $http_proxy, $no_proxy', says: messageOf('commands.environment-the-proxy-that-servers') },
  {
    name: '$SYSTEMD_PAGER, $PAGER, $SYSTEMD_LESS, $SYSTEMD_LESSCHARSET',
    says: messageOf('commands.environment-pager'),
  },
  { name: '$SYSTEMD_PAGERSECURE', says: messageOf('commands.environment-pager-secure') },
  { name: '$SYSTEMD_COLORS, $NO_COLOR, $TERM', says: messageOf('commands.environment-colours') },
  { name: '$COLUMNS, $LINES', says: messageOf('commands.environment-size') },
  { name: '$WAYLAND_DISPLAY, $DISPLAY', says: messageOf('commands.environment-whether-open-can-show') },
  {
    name: '$ELECTRON_SKIP_BINARY_DOWNLOAD, $ELECTRON_MIRROR, $ELECTRON_OVERRIDE_DIST_PATH',
    says: messageOf('commands.environment-as-electron-has-them'),
  },
];

export const FILES: readonly Item[] = [
  {
    name: '/var/lib/extensions.d/NAME/, /var/lib/confexts.d/NAME/',
    says: messageOf('commands.files-stored-versions-and-beside'),
  },
  { name: '/var/lib/veneer/pins/', says: messageOf('commands.files-the-versions-that-extensions') },
  { name: '/etc/sysupdate.NAME.d/', says: messageOf('commands.files-the-transfer-files-that') },
  {
    name: '~/.config/veneer/settings.json, ~/.config/veneer/remotes.json',
    says: messageOf('commands.files-settings-and-remotes-with'),
  },
  { name: '~/.local/state/veneer/', says: messageOf('commands.files-the-history-of-changes') },
  { name: '~/.cache/veneer/', says: messageOf('commands.files-what-may-be-lost') },
  { name: '$XDG_RUNTIME_DIR/veneer/serve.sock', says: messageOf('commands.files-where-serve-listens-unless') },
  { name: '/usr/libexec/veneer/helper', says: messageOf('commands.files-what-runs-as-root') },
];

export const SEE_ALSO = [
  'systemd-sysext(8)',
  'systemd-sysupdate(8)',
  'sysupdate.d(5)',
  'os-release(5)',
  'pkexec(1)',
] as const;
