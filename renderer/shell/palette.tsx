import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { counted, t } from '../../shared/messages/translate.ts';
import { runCommand } from '../commands/run.ts';
import { type FoundFiles, isAskedFor, isOfPath, useFoundFiles } from '../components/use-found-files.ts';
import { type Row, rowsOf } from '../features/extensions/rows.ts';
import { shownLocale } from '../format.ts';
import { store, useStore } from '../state/store.ts';
import { type Choice, type PaletteItem, paletteSections } from './palette-items.ts';
import { showExtension } from './show-extension.ts';
import './palette.css';
import { Name } from '../components/name.tsx';

/** Everything by name: commands, extensions, files and services. */
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
        <Dialog aria-label={t('Search or run a command')} className="palette-dialog">
          <Choices onDone={() => setView({ paletteOpen: false })} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function choose(choice: Choice): void {
  if (choice.does === 'command') runCommand(choice.command);
  else if (choice.does === 'file') showExtension(choice.key, { tab: 'files', path: choice.path });
  else showExtension(choice.key, choice.does === 'service' ? { tab: 'services' } : null);
}

function Choices({ onDone }: { readonly onDone: () => void }) {
  const snapshot = useStore((state) => state.snapshot);
  const [typed, setTyped] = useState(store.getState().paletteText);
  const [sitting] = useState(Math.random);
  const [active, setActive] = useState<string | null>(null);
  const found = useFoundFiles(typed, sitting);
  const rows = useMemo(() => (snapshot === null ? [] : byName(rowsOf(snapshot))), [snapshot]);
  // Not deferred: Enter chooses what is there, which has to be of what was typed.
  const sections = useMemo(() => paletteSections(typed, store.getState(), rows, found), [typed, rows, found]);
  const items = sections.flatMap((section) => section.items);
  const possible = items.filter(({ isDisabled }) => !isDisabled);
  const current = possible.find(({ id }) => id === active) ?? possible[0] ?? null;
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const currentId = current?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is active has to be in sight, whichever it is
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);

  const [isEager, setEager] = useState(false);
  const text = typed.trim();
  // What was found of an earlier text is no answer to this one.
  const isLate = (current === null || current.choice.does === 'file') && isAskedFor(text) && found?.text !== text;

  const act = (item: PaletteItem) => {
    if (item.isDisabled) return;
    onDone();
    choose(item.choice);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once what was asked for is there
  useEffect(() => {
    if (isEager && !isLate && current !== null) act(current);
    if (!isLate) setEager(false);
  }, [isEager, isLate]);
  const move = (by: number) => {
    const at = current === null ? -1 : possible.indexOf(current);
    const next = possible[(at + by + possible.length) % possible.length];
    if (next !== undefined) setActive(next.id);
  };
  const pressKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') {
      if (isLate) setEager(true);
      else if (current !== null) act(current);
    } else if (event.key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: it is what the palette is opened for
        autoFocus
        className="palette-input"
        role="combobox"
        aria-label={t('Search or run a command')}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={current === null ? undefined : optionId(listId, current)}
        aria-autocomplete="list"
        placeholder={t('Type a name, a command, or a path from / on')}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setActive(null);
          setEager(false);
        }}
        onKeyDown={pressKey}
      />
      <div ref={list} id={listId} role="listbox" tabIndex={-1} aria-label={t('Results')} className="palette-list">
        {sections.map(({ id, title, items: mine }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={id} role="group" aria-label={title}>
            <div className="palette-title muted" aria-hidden>
              {title}
            </div>
            {mine.map((item) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field, which points at it
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, and points at it
              <div
                key={item.id}
                id={optionId(listId, item)}
                role="option"
                aria-selected={item === current}
                aria-disabled={item.isDisabled}
                className="palette-item"
                onPointerMove={() => item.isDisabled || setActive(item.id)}
                onClick={() => act(item)}
              >
                <span className={id === 'files' ? 'palette-path' : 'palette-label'}>
                  <Name>{item.label}</Name>
                </span>
                <span className="palette-hint muted">{item.hint}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="status" className="palette-notes muted">
        {notesOf(typed, found, items.length).map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </>
  );
}

const byName = (rows: Row[]): Row[] => rows.sort((a, b) => a.name.localeCompare(b.name, shownLocale()));

const optionId = (list: string, { id }: PaletteItem): string => `${list}-${id}`;

/** What cannot be read may bring it after all. */
const noneBrings = (path: string, { unread }: FoundFiles): string =>
  unread.length > 0
    ? t('No extension that can be read brings {path}.', { path })
    : t('No extension brings {path}.', { path });

/** What is not a row: that nothing is there, that more is to come, and of what it cannot be told. */
function notesOf(typed: string, found: FoundFiles | null, count: number): string[] {
  const text = typed.trim();
  if (text === '') return [];
  const notes: string[] = [];
  const isRead = found !== null && found.read === found.total;
  if (found !== null && !isRead)
    notes.push(t('Reading the files of extensions: {read} of {total}', { read: found.read, total: found.total }));
  const asked = found?.asked.find(({ path }) => isOfPath(text) || path !== '') ?? null;
  const inBase = found?.asked.find(({ base }) => base === true) ?? null;
  if (isOfPath(text) && isRead && found.files.length === 0 && found.text === text)
    notes.push(
      `${noneBrings(text, found)} ${
        inBase !== null ? t('The base does.') : asked?.base === false ? t('Nor does the base.') : ''
      }`.trim(),
    );
  else if (isOfPath(text) && inBase !== null) notes.push(t('The base has {path} too.', { path: inBase.path }));
  else if (count === 0 && (isRead || found === null)) notes.push(t('Nothing is called that.'));
  if (found?.more === true) notes.push(t('There are more files; type on to narrow them down.'));
  const unread = found?.unread ?? [];
  if (isRead && unread.length > 0) {
    const names = unread
      .slice(0, 3)
      .map(({ name }) => name)
      .concat(unread.length > 3 ? ['…'] : [])
      .join(', ');
    notes.push(
      counted(
        unread.length,
        'What is in {count} extension is not known: {names}',
        'What is in {count} extensions is not known: {names}',
        { names },
      ),
    );
  }
  return notes;
}
