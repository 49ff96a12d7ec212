import { useRef } from 'react';
import { Popover } from 'react-aria-components/Popover';
import { t } from '../../../shared/messages/translate.ts';
import { ActionList } from '../../components/actions-menu.tsx';
import { useLookingOnly } from '../../state/looking-only.ts';
import { rowActions } from './row-actions.ts';
import type { Row } from './rows.ts';

/** Where a row was asked for its menu, in the window. */
export interface MenuPlace {
  readonly row: Row;
  readonly x: number;
  readonly y: number;
}

/** The menu of a row, at the pointer or, asked for by key, at the row. */
export function RowMenu({ place, onClose }: { readonly place: MenuPlace; readonly onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const lookingOnly = useLookingOnly();
  const actions = rowActions(place.row).map((one) => ({ ...one, isDisabled: one.isChange && lookingOnly !== null }));
  return (
    <>
      <span ref={anchor} aria-hidden style={{ position: 'fixed', left: place.x, top: place.y }} />
      <Popover
        className="popover"
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
        aria-label={t('Actions for {name}', { name: place.row.name })}
      >
        <ActionList
          label={t('Actions for {name}', { name: place.row.name })}
          actions={actions}
          isFocused
          onClose={onClose}
        />
      </Popover>
    </>
  );
}
