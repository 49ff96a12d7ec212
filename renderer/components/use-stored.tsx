/** The way to a version that is stored and not the one in use: the same button wherever it is told of. */
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { changeToStored } from '../../shared/changes/install.ts';
import { t } from '../../shared/messages/translate.ts';
import type { UpdateItem } from '../../shared/model/update.ts';
import { withStream } from '../../shared/remotes/stream.ts';
import { inBackground } from '../state/in-background.ts';
import { client, store, useStore } from '../state/store.ts';
import { Button } from './button.tsx';

/** Has a stored version counted as the one in use, after it was reviewed. */
export async function takeStored(item: UpdateItem, version: string): Promise<void> {
  const { host, snapshot, reviewRequest, fail } = store.getState();
  const extension = snapshot?.extensions.find(
    (one) => one.class === item.class && one.name === item.name && one.listed && !one.masks,
  );
  if (extension === undefined) return;
  try {
    const versions = await client().extensions.versions({ host, id: extension.id });
    const wanted = versions.find(
      (one) => (one.version === version || one.version === withStream(item, version)) && !one.isCurrent,
    );
    if (wanted === undefined) return;
    const change = changeToStored(item.class, item.name, wanted);
    await reviewRequest({ ...EMPTY_REQUEST, changes: [change], classes: [item.class], action: 'auto' });
  } catch (error) {
    fail(error);
  }
}

/** The way to a stored version that is newer than the one in use. */
export function UseStored({
  item,
  version,
  look = 'plain',
}: {
  readonly item: UpdateItem;
  readonly version: string;
  readonly look?: 'plain' | 'primary';
}) {
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const label = t('Use {version}…', { version });
  return (
    <Button
      look={look}
      isDisabled={busy}
      aria-label={`${label} ${item.name}`}
      onPress={() => inBackground(takeStored(item, version))}
    >
      {label}
    </Button>
  );
}

/** The extension of a name of which this version is stored and is not the one in use; null where it is not. */
export const useItemWithStored = (
  { class: extensionClass, name }: Pick<UpdateItem, 'class' | 'name'>,
  version: string,
): UpdateItem | null =>
  useStore(
    (state) =>
      state.updates?.items.find(
        (one) =>
          one.class === extensionClass &&
          one.name === name &&
          one.installed !== null &&
          withStream(one, one.installed) !== version &&
          one.stored.some((stored) => withStream(one, stored) === version),
      ) ?? null,
  );
