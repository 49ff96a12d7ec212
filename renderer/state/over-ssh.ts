/** Whether the host that is shown is one of the fleet: nothing of it is changed, and what its images have inside is not known. */
import { messageOf } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { fleetHostOf } from '../../shared/window/host-id.ts';
import type { ShownHost } from './shown-host.ts';
import { useStore } from './store.ts';

export const isOverSsh = ({ host }: ShownHost): boolean => fleetHostOf(host) !== null;

export const useOverSsh = (): boolean => useStore(isOverSsh);

/** Said of what is not known of such a host, instead of what would pass for well. */
export const notKnownOverSsh = (): string => say(messageOf('fleet.not-known-over-ssh'));

/** Said of what cannot be changed on such a host. */
export const onlyRead = (): string => say(messageOf('fleet.is-only-read'));

/** Said of one extension of such a host. */
export const insideNotKnown = (): string => say(messageOf('fleet.inside-not-known-over-ssh'));
