import { MenuTrigger } from 'react-aria-components/Menu';
import { t } from '../../../shared/messages/translate.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { ActionList } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { MenuPopover } from '../../components/menu-popover.tsx';
import { takeStored } from '../../components/use-stored.tsx';
import { inBackground } from '../../state/in-background.ts';

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
      <MenuPopover placement="bottom end">
        <ActionList
          label={name}
          actions={others.map((version) => ({
            id: version,
            label: version,
            run: () => inBackground(takeStored(item, version)),
          }))}
        />
      </MenuPopover>
    </MenuTrigger>
  );
}
