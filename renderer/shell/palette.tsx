import { useMemo } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import type { ExtensionState } from '../../shared/model/extension.ts';
import { COMMANDS, type CommandId } from '../../shared/window/commands.ts';
import { keyName } from '../commands/keys.ts';
import { obstacleTo, runCommand } from '../commands/run.ts';
import { store, useStore } from '../state/store.ts';
import './palette.css';
import { t } from '../../shared/messages/translate.ts';

const STATES = {
  active: 'Active',
  ready: 'Ready',
  unknown: 'Unknown',
  blocked: 'Blocked',
  masked: 'Masked',
  hidden: 'Hidden',
  broken: 'Broken',
} as const satisfies Readonly<Record<ExtensionState, string>>;

interface Item {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly isDisabled: boolean;
}

/** Everything by name: each command, each extension. */
export function Palette() {
  const isOpen = useStore((state) => state.paletteOpen);
  const setView = useStore((state) => state.setView);
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => setView({ paletteOpen: open })}
      className="palette-overlay"
    >
      <Modal className="palette">
        <Dialog aria-label={t('Commands')} className="palette-dialog">
          <Choices onDone={() => setView({ paletteOpen: false })} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Choices({ onDone }: { readonly onDone: () => void }) {
  const snapshot = useStore((state) => state.snapshot);
  const { contains } = useFilter({ sensitivity: 'base' });
  const items = useMemo((): Item[] => {
    const state = store.getState();
    const commands = COMMANDS.filter(({ id }) => id !== 'open-palette').map(({ id, label, keys }) => {
      const why = obstacleTo(id, state);
      return { id, label: t(label), hint: why ?? keyName(keys) ?? '', isDisabled: why !== null };
    });
    const extensions = (snapshot?.extensions ?? [])
      .filter((one) => !one.masks)
      .map((one) => ({
        id: `extension:${one.id}`,
        label: one.name,
        hint: `${t(STATES[one.state])} · ${one.path}`,
        isDisabled: false,
      }));
    return [...commands.filter((one) => !one.isDisabled), ...extensions, ...commands.filter((one) => one.isDisabled)];
  }, [snapshot]);
  const runChoice = (id: string) => {
    onDone();
    if (id.startsWith('extension:')) {
      store.getState().setView({ view: 'extensions', filter: 'all', selected: [id.slice('extension:'.length)] });
    } else runCommand(id as CommandId);
  };
  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label={t('Search or run a command')} autoFocus className="palette-search">
        <Input placeholder={t('Search or run a command')} className="palette-input" />
      </SearchField>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="palette-scroll" tabIndex={0} aria-label={t('Results')}>
        <Menu
          aria-label={t('Commands')}
          className="palette-menu"
          items={items}
          onAction={(id) => runChoice(String(id))}
          renderEmptyState={() => <p className="palette-empty muted">{t('Nothing is called that.')}</p>}
        >
          {({ id, label, hint, isDisabled }) => (
            <MenuItem id={id} textValue={label} isDisabled={isDisabled} className="menu-item">
              <span>{label}</span>
              <span className="palette-hint muted">{hint}</span>
            </MenuItem>
          )}
        </Menu>
      </section>
    </Autocomplete>
  );
}
