import { t } from '../../shared/messages/translate.ts';
import { COMMANDS } from '../../shared/window/commands.ts';
import { keyName } from '../commands/keys.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { Section } from '../components/section.tsx';
import { useStore } from '../state/store.ts';
import './shortcuts-dialog.css';

/** What the lists, trees and dialogs understand by themselves. */
const IN_LISTS = [
  ['Arrow keys', 'Go through rows'],
  ['Space', 'Select a row'],
  ['Shift+Arrow keys', 'Select several rows'],
  ['Ctrl+A', 'Select all rows'],
  ['Enter', 'Open a folder or show a file'],
  ['Shift+F10', 'Show the menu of a row'],
  ['Tab', 'Go to the next part'],
  ['Escape', 'Close a dialog, clear the selection'],
] as const;

/** Every key that does something. */
export function ShortcutsDialog() {
  const isOpen = useStore((state) => state.shortcutsOpen);
  const setView = useStore((state) => state.setView);
  const close = () => setView({ shortcutsOpen: false });
  return (
    <Modal
      title={t('Keyboard shortcuts')}
      isOpen={isOpen}
      onClose={close}
      actions={
        <Button look="primary" onPress={close}>
          {t('Close')}
        </Button>
      }
    >
      <Section title={t('Commands')}>
        <dl className="shortcuts">
          {COMMANDS.map(({ id, label, keys }) =>
            keys === null ? null : <Shortcut key={id} label={t(label)} keys={keys} />,
          )}
        </dl>
      </Section>
      <Section title={t('In lists and trees')}>
        <dl className="shortcuts">
          {IN_LISTS.map(([keys, label]) => (
            <Shortcut key={keys} label={t(label)} keys={keys} />
          ))}
        </dl>
      </Section>
    </Modal>
  );
}

function Shortcut({ label, keys }: { readonly label: string; readonly keys: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <kbd className="kbd">{keyName(keys)}</kbd>
      </dd>
    </div>
  );
}
