/** Options of systemd-sysext(8) and systemctl(1) that Veneer does not take: why, and what does what was meant. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';

interface OfSystemd {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly why: Message;
  readonly instead: Message;
}

export const OF_SYSTEMD: readonly OfSystemd[] = [
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
