import { t } from '../../shared/messages/translate.ts';
import { COMMANDS } from '../../shared/window/commands.ts';
import { keyName } from '../commands/keys.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { Section } from '../components/section.tsx';
import { useStore } from '../state/store.ts';
import './shortcuts-dialog.css';

/** What the lists, trees and dialogs understand by themselves; several ways to do one thing stand side by side. */
const IN_LISTS = [
  [['Arrow keys', 'Home', 'End'], 'Go through rows'],
  [['A to Z'], 'Go to the row of that name'],
  [['Space'], 'Enable or disable an extension'],
  [['Enter'], 'Go to the details, open a folder, show a file'],
  [['Shift+Arrow keys', 'Shift+Click'], 'Select several rows'],
  [['Ctrl+A'], 'Select all rows'],
  [['Shift+F10', 'Menu'], 'Show the menu of a row'],
] as const;

const EVERYWHERE = [
  [['F6', 'Shift+F6'], 'Go to the list, the details, the bar or the views'],
  [['Tab', 'Shift+Tab'], 'Go to the next control or the one before'],
  [['Alt+ArrowLeft', 'Alt+ArrowRight'], 'Go back or forward'],
  [['Escape'], 'Close a dialog, clear the selection'],
] as const;

/** A second key of a command. */
const ALSO: Readonly<Record<string, string>> = { filter: '/' };

/** Every key that does something. */
export function ShortcutsDialog() {
  const isOpen = useStore((state) => state.shortcutsOpen);
  const setView = useStore((state) => state.setView);
  const close = () => setView({ shortcutsOpen: false });
  return (
    <Modal
      title={t('Keyboard shortcuts')}
      isWide
      isOpen={isOpen}
      onClose={close}
      actions={
        <Button look="primary" onPress={close}>
          {t('Close')}
        </Button>
      }
    >
      <div className="shortcuts-columns">
        <Section title={t('Commands')}>
          <dl className="shortcuts">
            {COMMANDS.map(({ id, label, keys }) =>
              keys === null ? null : (
                <Shortcut key={id} label={t(label)} keys={[keys, ...(ALSO[id] === undefined ? [] : [ALSO[id]])]} />
              ),
            )}
          </dl>
        </Section>
        <div>
          <Section title={t('In lists and trees')}>
            <dl className="shortcuts">
              {IN_LISTS.map(([keys, label]) => (
                <Shortcut key={label} label={t(label)} keys={keys} />
              ))}
            </dl>
          </Section>
          <Section title={t('Everywhere')}>
            <dl className="shortcuts">
              {EVERYWHERE.map(([keys, label]) => (
                <Shortcut key={label} label={t(label)} keys={keys} />
              ))}
            </dl>
          </Section>
        </div>
      </div>
    </Modal>
  );
}

function Shortcut({ label, keys }: { readonly label: string; readonly keys: readonly string[] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {keys.map((one) => (
          <kbd key={one} className="kbd">
            {keyName(one)}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
