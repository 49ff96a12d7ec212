/** What the names of closed sets are to a person; for a program they stay as they are in JSON. */

import { WORD_OF_STATE } from '../../shared/changes/state-words.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import type { RemoteState, Trust } from '../../shared/model/catalog.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { NextOsRow } from '../../shared/model/next-os.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { EffectKind } from '../../shared/model/plan.ts';
import type { FieldComparison } from '../../shared/model/verdict.ts';

type Words<Name extends string> = Readonly<Record<Name, Message>>;

/** What an entry is: a mask is no disabled extension, and what systemd does not take in stops no merge. */
export function wordOfState({ state, masks, listed }: Pick<Extension, 'state' | 'masks' | 'listed'>): Message {
  if (state === 'masked' && masks) return messageOf('cli.state-mask');
  if (state === 'broken' && !listed) return messageOf('cli.state-unreadable');
  return WORD_OF_STATE[state];
}

export const WORD_OF_REMOTE: Words<RemoteState['status']> = {
  off: messageOf('cli.remote-off'),
  unread: messageOf('cli.remote-unread'),
  current: messageOf('cli.current'),
  offline: messageOf('cli.remote-offline'),
  partly: messageOf('cli.remote-partly'),
  failed: messageOf('cli.failed'),
};

/** What becomes of an extension once the next OS runs. */
export const WORD_OF_NEXT_OS: Words<NextOsRow['state']> = {
  stays: messageOf('cli.next-os-stays'),
  prepared: messageOf('cli.next-os-prepared'),
  offered: messageOf('cli.next-os-offered'),
  elsewhere: messageOf('cli.next-os-elsewhere'),
  lost: messageOf('cli.next-os-lost'),
  out: messageOf('cli.next-os-out'),
  unknown: messageOf('cli.unknown'),
};

/** How far a step of an operation is. */
export const WORD_OF_STEP: Words<Operation['steps'][number]['status']> = {
  waiting: messageOf('cli.step-waiting'),
  running: messageOf('cli.step-running'),
  done: messageOf('cli.step-done'),
  failed: messageOf('cli.failed'),
  skipped: messageOf('cli.step-skipped'),
};

/** What a comparison of one field of release files came to. */
export const WORD_OF_RESULT: Words<FieldComparison['result']> = {
  equal: messageOf('cli.field-equal'),
  differs: messageOf('cli.field-differs'),
  default: messageOf('cli.field-default'),
  any: messageOf('cli.field-any'),
  missing: messageOf('cli.field-missing'),
  'not-compared': messageOf('cli.field-not-compared'),
};

/** Whether the list of a remote is signed. */
export const WORD_OF_TRUST: Words<Trust> = {
  unsigned: messageOf('cli.no'),
  pinned: messageOf('cli.trust-pinned'),
  system: messageOf('cli.trust-system'),
};

/** When a change takes effect. */
export const WORD_OF_EFFECT: Words<EffectKind> = {
  live: messageOf('cli.effect-live'),
  service: messageOf('cli.effect-service'),
  login: messageOf('cli.effect-login'),
  reboot: messageOf('cli.effect-reboot'),
  unknown: messageOf('cli.effect-unknown'),
};

/** Formats have the same names in every language. */
export const WORD_OF_FORM: Words<Extension['form']> = {
  squashfs: foreignText('squashfs'),
  erofs: foreignText('erofs'),
  ext: foreignText('ext'),
  btrfs: foreignText('btrfs'),
  gpt: foreignText('gpt'),
  folder: messageOf('cli.form-folder'),
  subvolume: messageOf('cli.form-subvolume'),
  unrecognised: messageOf('cli.form-unrecognised'),
};

export function wordOfFit(fits: boolean | null): Message {
  return fits === null ? messageOf('cli.unknown') : fits ? messageOf('cli.yes') : messageOf('cli.no');
}
