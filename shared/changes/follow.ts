/** Keeping an extension current: the transfer file that finds its later versions. */

import { messageOf } from '../messages/message.ts';
import { everyTime, keptAction } from './action.ts';
import { AROUND_CONFEXT } from './merge.ts';
import {
  backTo,
  type ChangeOf,
  type ChangeRow,
  type HelperCall,
  type Named,
  type Parts,
  type StepOf,
  type Zod,
} from './row.ts';
import { wordingOf } from './wording.ts';

export const UNFOLLOW_ACTIONS = {
  'remove-transfer': keptAction(
    'end the updates of an extension',
    'Stop updates of system extensions',
    'stop the updates of a system extension',
    AROUND_CONFEXT,
  ),
};

export const FOLLOW_ACTIONS = {
  'write-transfer': keptAction(
    'name a source of later updates whose lists must be signed by a key in root’s own keyrings (Verify=yes)',
    'Set where system extensions are updated from',
    'set where a system extension is updated from',
    AROUND_CONFEXT,
  ),
  'write-transfer-unverified': everyTime(
    'name a source whose word nobody signs: whoever runs that server is root at the next update',
    'Set an unsigned source of system extensions',
    'let a system extension be updated from a source whose updates nobody signs: $(command_line)',
    AROUND_CONFEXT,
  ),
  ...UNFOLLOW_ACTIONS,
};

const fields = (_z: Zod, { NewTransfer }: Parts) => ({
  /** null takes the transfer file away. */
  transfer: NewTransfer.nullable(),
});
export type FollowChange = ChangeOf<'follow', typeof fields>;

/** @param transfer null takes the transfer file away */
export const requestFollowing = (
  { class: extensionClass, name }: Named,
  transfer: FollowChange['transfer'],
): FollowChange => ({
  verb: 'follow',
  class: extensionClass,
  name,
  transfer,
});

export const endFollowing = (name: Named): FollowChange => requestFollowing(name, null);

const FOLLOW = wordingOf('change.button-follow', 'change.title-follow', 'change.did-follow');

const END_FOLLOWING = wordingOf(
  'change.button-end-following',
  'change.title-end-following',
  'change.did-end-following',
);

export const FOLLOW_CHANGES = {
  follow: {
    fields,
    group: 'updates',
    isApart: true,
    words: ({ name, transfer }) => ({ wording: transfer === null ? END_FOLLOWING : FOLLOW, item: name }),
    step: ({ class: extensionClass, name, transfer }): WriteStep | RemoveStep =>
      transfer === null
        ? {
            verb: 'remove-transfer',
            class: extensionClass,
            name,
            sentence: messageOf('change.stop-looking-for-new-versions-of', { name }),
          }
        : {
            verb: 'write-transfer',
            class: extensionClass,
            name,
            transfer,
            sentence: messageOf('change.look-for-new-versions-of-at', { name, address: transfer.url }),
          },
    undo: (change, before) =>
      change.transfer === null ? backTo(before.adopted) : { to: 'change', change: endFollowing(change) },
  } satisfies ChangeRow<FollowChange>,
};

const writeFields = (z: Zod, { NewTransfer }: Parts) => ({ name: z.string(), transfer: NewTransfer });
type WriteStep = StepOf<'write-transfer', typeof writeFields>;
const removeFields = (z: Zod) => ({ name: z.string() });
type RemoveStep = StepOf<'remove-transfer', typeof removeFields>;

export const FOLLOW_STEPS = {
  'write-transfer': {
    fields: writeFields,
    writesEtc: () => true,
    call: ({ class: extensionClass, name, transfer }: WriteStep): HelperCall<keyof typeof FOLLOW_ACTIONS> => ({
      verb: transfer.verify ? 'write-transfer' : 'write-transfer-unverified',
      parameters: { class: extensionClass, name, ...transfer },
    }),
  },
  'remove-transfer': {
    fields: removeFields,
    writesEtc: () => true,
    call: ({ verb, class: extensionClass, name }: RemoveStep): HelperCall<keyof typeof FOLLOW_ACTIONS> => ({
      verb,
      parameters: { class: extensionClass, name },
    }),
  },
};
