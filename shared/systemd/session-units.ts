/** Units that whoever works on a host may sit in, or reach it through. */

/** By which one comes in: SSH and what serves a window. */
const DOORS = ['ssh.service', 'ssh.socket', 'sshd.service', 'sshd.socket', 'dropbear.service', 'cockpit.socket'];

const NETWORK = [
  'NetworkManager.service',
  'systemd-networkd.service',
  'systemd-resolved.service',
  'networking.service',
  'wpa_supplicant.service',
  'iwd.service',
  'connman.service',
  'dhcpcd.service',
  'firewalld.service',
  'nftables.service',
  'tailscaled.service',
];

/** By the name that each has beside its own (systemd.special(7)), and by those of the usual ones. */
const SCREEN = [
  'display-manager.service',
  'gdm.service',
  'gdm3.service',
  'sddm.service',
  'lightdm.service',
  'greetd.service',
];

/** Those that a session may depend on; each may be absent. */
export const SESSION_UNITS: readonly string[] = [...DOORS, ...NETWORK, ...SCREEN];
