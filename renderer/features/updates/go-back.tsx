import { MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { changeToStored } from '../../../shared/changes/install.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { ActionList } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { client, store } from '../../state/store.ts';

/** Has a stored version counted as the one in use, after it was reviewed. */
async function takeStored(item: UpdateItem, version: string): Promise<void> {
  const { host, snapshot, reviewRequest, fail } = store.getState();
  const extension = snapshot?.extensions.find(
    (one) => one.class === item.class && one.name === item.name && one.listed && !one.masks,
  );
  if (extension === undefined) return;
  try {
    const versions = await client().extensions.versions({ host, id: extension.id });
    const wanted = versions.find((one) => one.version === version && !one.isCurrent);
    if (wanted === undefined) return;
    const change = changeToStored(item.class, item.name, wanted);
    await reviewRequest({ ...EMPTY_REQUEST, changes: [change], classes: [item.class], action: 'auto' });
  } catch (error) {
    fail(error);
  }
}

/** The way to another stored version: at once where there is one, else by a choice. */
export function GoBack({ item, isDisabled }: { readonly item: UpdateItem; readonly isDisabled: boolean }) {
  const others = item.stored.filter((version) => version !== item.installed);
  const [only, ...more] = others;
  if (only === undefined || item.installed === null) return null;
  const label = t('Go back…');
  const name = `${label} ${item.name}`;
  if (more.length === 0) {
    return (
      <Button isDisabled={isDisabled} aria-label={name} onPress={() => inBackground(takeStored(item, only))}>
        {label}
      </Button>
    );
  }
  return (
    <MenuTrigger>
      <Button isDisabled={isDisabled} aria-label={name}>
        {label}
      </Button>
      <Popover className="popover" placement="bottom end">
        <ActionList
          label={name}
          actions={others.map((version) => ({
            id: version,
            label: version,
            run: () => inBackground(takeStored(item, version)),
          }))}
        />
      </Popover>
    </MenuTrigger>
  );
}

/** The way to a stored version that is newer than the one in use. */
export function UseNewer({
  item,
  version,
  isDisabled,
}: {
  readonly item: UpdateItem;
  readonly version: string;
  readonly isDisabled: boolean;
}) {
  const label = t('Use {version}…', { version });
  return (
    <Button
      isDisabled={isDisabled}
      aria-label={`${label} ${item.name}`}
      onPress={() => inBackground(takeStored(item, version))}
    >
      {label}
    </Button>
  );
}
