/** Options of systemd-sysext(8) and systemctl(1) that Veneer does not take: why, and what does what was meant. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';

interface OfSystemd {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly why: Message;
  readonly instead: Message;
}

const USE_SYSTEMD = messageOf('commands.of-systemd-instead-use-systemd');

export const OF_SYSTEMD: readonly OfSystemd[] = [
  { name: 'noexec', value: 'BOOL', why: messageOf('commands.of-systemd-noexec'), instead: USE_SYSTEMD },
  {
    name: 'image-policy',
    value: 'POLICY',
    why: messageOf('commands.of-systemd-image-policy'),
    instead: messageOf('commands.of-systemd-image-policy-instead'),
  },
  { name: 'no-reload', why: messageOf('commands.of-systemd-no-reload'), instead: USE_SYSTEMD },
  {
    name: 'always-refresh',
    value: 'BOOL',
    why: messageOf('commands.of-systemd-always-refresh'),
    instead: messageOf('commands.of-systemd-always-refresh-instead'),
  },
  {
    name: 'machine',
    short: 'M',
    value: 'NAME',
    why: messageOf('commands.of-systemd-other-machine'),
    instead: messageOf('commands.of-systemd-machine-instead'),
  },
];

/** @param word as somebody typed it, without a value */
export const ofSystemd = (word: string): OfSystemd | undefined =>
  OF_SYSTEMD.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
