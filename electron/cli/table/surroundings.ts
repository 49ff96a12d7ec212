/** What of the machine Veneer reads and writes, for the manual page and docs/files.md. */
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
  {
    name: '$NODE_EXTRA_CA_CERTS, $SSL_CERT_FILE, $SSL_CERT_DIR',
    says: messageOf('commands.environment-certificates'),
  },
  { name: '$REGISTRY_AUTH_FILE, $DOCKER_CONFIG', says: messageOf('commands.environment-logins') },
  { name: '$WAYLAND_DISPLAY, $DISPLAY', says: messageOf('commands.environment-whether-open-can-show') },
  { name: '$LISTEN_FDS, $LISTEN_PID', says: messageOf('commands.environment-socket-that-is-given') },
  { name: '$JOURNAL_STREAM, $SYSTEMD_EXEC_PID', says: messageOf('commands.environment-service-manager') },
  { name: '$VENEER_SSH_CONFIG', says: messageOf('commands.environment-ssh-config') },
  { name: '$SSH_CONNECTION', says: messageOf('commands.environment-ssh') },
  { name: '$DBUS_SESSION_BUS_ADDRESS', says: messageOf('commands.environment-notifications') },
  {
    name: '$ELECTRON_SKIP_BINARY_DOWNLOAD, $ELECTRON_MIRROR, $ELECTRON_OVERRIDE_DIST_PATH',
    says: messageOf('commands.environment-as-electron-has-them'),
  },
];

export const FILES: readonly Item[] = [
  {
    name: '/etc/extensions/NAME/, /run/confexts/NAME/',
    says: messageOf('commands.files-masks'),
  },
  { name: '/etc/extensions.disabled/', says: messageOf('commands.files-moved-aside') },
  {
    name: '/var/lib/extensions.d/NAME/, /var/lib/confexts.d/NAME/',
    says: messageOf('commands.files-stored-versions-and-beside'),
  },
  { name: '/var/lib/veneer/pins/', says: messageOf('commands.files-the-versions-that-extensions') },
  { name: '/var/lib/veneer/for-os/', says: messageOf('commands.files-for-os') },
  { name: '/etc/sysupdate.NAME.d/', says: messageOf('commands.files-the-transfer-files-that') },
  {
    name: '~/.config/veneer/settings.json, ~/.config/veneer/remotes.json',
    says: messageOf('commands.files-settings-and-remotes-with'),
  },
  { name: '~/.config/veneer/sets/', says: messageOf('commands.files-sets') },
  { name: '~/.local/state/veneer/', says: messageOf('commands.files-the-history-of-changes') },
  { name: '~/.cache/veneer/', says: messageOf('commands.files-what-may-be-lost') },
  { name: '~/.local/share/veneer/sandbox/', says: messageOf('commands.files-sandbox') },
  {
    name: '/usr/lib/systemd/user/veneer.service, /usr/lib/systemd/user/veneer.socket, /usr/lib/systemd/user/veneer-update.timer',
    says: messageOf('commands.files-user-units'),
  },
  { name: '$XDG_RUNTIME_DIR/veneer/serve.sock', says: messageOf('commands.files-where-serve-listens-unless') },
  { name: '$XDG_RUNTIME_DIR/veneer/serve.token', says: messageOf('commands.files-token-of-serve') },
  { name: '/usr/libexec/veneer/helper, /var/lib/veneer/helper', says: messageOf('commands.files-what-runs-as-root') },
  {
    name: '/usr/share/polkit-1/actions/org.veneer.helper.policy, /etc/polkit-1/actions/org.veneer.helper.policy',
    says: messageOf('commands.files-polkit-actions'),
  },
  { name: '/etc/systemd/system/veneer-sysext-services.service', says: messageOf('commands.files-boot-refresh') },
  { name: '/run/veneer/lock', says: messageOf('commands.files-lock') },
  { name: '/run/veneer/go-back.json', says: messageOf('commands.files-go-back') },
  {
    name: '/var/lib/veneer/go-back.conf, /etc/systemd/system/veneer-go-back-at-boot.service',
    says: messageOf('commands.files-go-back-at-boot'),
  },
];

/** What cannot be done, or be known, as things are. */
export const BUGS: readonly Message[] = [
  messageOf('commands.bug-btrfs'),
  messageOf('commands.bug-base'),
  messageOf('commands.bug-cosign'),
  messageOf('commands.bug-sandbox'),
];

export const SEE_ALSO = [
  'veneer-recipe(5)',
  'systemd-sysext(8)',
  'systemd-sysupdate(8)',
  'sysupdate.d(5)',
  'os-release(5)',
  'pkexec(1)',
] as const;
