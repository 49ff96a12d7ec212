/** What `veneer lint --fix` does to a folder: each is one change of one path of it, without a leading slash. */
import { type Message, messageOf } from '../../messages/message.ts';

export type Mend = {
  /** The ids of what was found that it mends. */
  readonly of: readonly string[];
  readonly path: string;
} & (
  | { readonly how: 'mode'; readonly mode: number }
  | { readonly how: 'owner'; readonly uid: number; readonly gid: number }
  | { readonly how: 'attribute'; readonly name: string }
  /** Of what is no folder. */
  | { readonly how: 'delete' }
  | { readonly how: 'delete-folder' }
  /** Never over something that is there. */
  | { readonly how: 'move'; readonly to: string }
  /** The whole text; folders above it are made. */
  | { readonly how: 'write'; readonly text: string }
);

/** As it is said before, and after it is done. */
export function mendText(mend: Mend): Message {
  const path = `/${mend.path}`;
  switch (mend.how) {
    case 'mode':
      return messageOf('lint.mend-mode', { path, mode: mend.mode.toString(8) });
    case 'owner':
      return messageOf('lint.mend-owner', { path, owner: `${mend.uid}:${mend.gid}` });
    case 'attribute':
      return messageOf('lint.mend-attribute', { path, name: mend.name });
    case 'delete':
    case 'delete-folder':
      return messageOf('lint.mend-remove', { path });
    case 'move':
      return messageOf('lint.mend-move', { path, to: `/${mend.to}` });
    case 'write':
      return messageOf('lint.mend-write', { path });
  }
}
