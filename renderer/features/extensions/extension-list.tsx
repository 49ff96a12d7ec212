import { type KeyboardEvent, type MouseEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Collection } from 'react-aria-components/Collection';
import { GridList, GridListHeader, GridListItem, GridListSection } from 'react-aria-components/GridList';
import { Virtualizer } from 'react-aria-components/Virtualizer';
import { t } from '../../../shared/messages/translate.ts';
import { RowsLayout } from '../../components/rows-layout.ts';
import { isOverSsh } from '../../state/over-ssh.ts';
import { useStore } from '../../state/store.ts';
import { GroupHeading } from './group-heading.tsx';
import { firstRows, type Group } from './groups.ts';
import { NoMatch } from './no-match.tsx';
import { RowContent } from './row-content.tsx';
import { useRowGlides } from './row-glides.ts';
import { type MenuPlace, RowMenu } from './row-menu.tsx';
import { rowName } from './row-name.ts';
import type { Row } from './rows.ts';
import { isEnabledThen, outcomeOf, stagedOutcomes } from './staged-outcome.ts';
import { toggleRow } from './toggle-row.ts';
import '../../components/list.css';

const ROW_HEIGHT = 54;
const HEADING_HEIGHT = 34;
const FIRST_ROWS = 24;

/** The list, virtualised: only the rows that are seen exist in the page. */
export function ExtensionList({ groups }: { readonly groups: readonly Group[] }) {
  const selected = useStore((state) => state.selected);
  const setView = useStore((state) => state.setView);
  const staged = useStore((state) => state.staged);
  const plan = useStore((state) => state.draft?.plan ?? null);
  const cannot = useStore((state) => state.operation !== null || state.connection !== 'open' || isOverSsh(state));
  const outcomes = useMemo(() => stagedOutcomes(staged, plan), [staged, plan]);
  // What is seen first is drawn first; the rest of a long list follows when that is on the screen.
  const shown = useDeferredValue(groups, firstRows(groups, FIRST_ROWS));
  const order = useMemo(() => groups.flatMap(({ rows }) => rows.map(({ key }) => key)), [groups]);
  /** Where a range begins: the row that was chosen alone last. */
  const anchor = useRef<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  useRowGlides(frame);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const rowAt = (target: EventTarget): Row | undefined => {
    const key = (target as HTMLElement).closest<HTMLElement>('[role=row][data-key]')?.dataset['key'];
    return groups.flatMap(({ rows }) => rows).find((one) => one.key === key);
  };
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    const row = rowAt(event.target);
    if (row === undefined) return;
    event.preventDefault();
    setMenu({ row, x: event.clientX, y: event.clientY });
  };
  const selectKeys = (keys: readonly string[]) => {
    if (keys.length === 1) anchor.current = keys[0] ?? null;
    setView({ selected: keys });
  };
  // A range of React Aria's ends at the border of a group.
  const selectRange = (event: MouseEvent<HTMLElement>) => {
    if (!event.shiftKey || event.button !== 0 || (event.target as HTMLElement).closest('button, .toggle') !== null)
      return;
    const from = order.indexOf(anchor.current ?? selected[0] ?? '');
    const to = order.indexOf(rowAt(event.target)?.key ?? '');
    if (from < 0 || to < 0) return;
    event.preventDefault();
    event.stopPropagation();
    setView({ selected: order.slice(Math.min(from, to), Math.max(from, to) + 1) });
  };
  // On the row itself; inside of it Space presses what has the focus.
  const switchByKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== ' ' || event.ctrlKey || (event.target as HTMLElement).getAttribute('role') !== 'row') return;
    const row = rowAt(event.target);
    if (row === undefined || row.enabled === null || cannot) return;
    event.preventDefault();
    event.stopPropagation();
    toggleRow(row, !isEnabledThen(row, staged));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is heard here is done to the rows inside
    <div
      className="list-frame"
      ref={frame}
      onContextMenu={openMenu}
      onPointerDownCapture={selectRange}
      onKeyDownCapture={switchByKey}
    >
      <Virtualizer layout={RowsLayout} layoutOptions={{ rowSize: ROW_HEIGHT, headingSize: HEADING_HEIGHT }}>
        <GridList
          aria-label={t('Extensions')}
          className="list"
          items={shown}
          dependencies={[outcomes, cannot]}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={(keys) => selectKeys(keys === 'all' ? order : [...keys].map(String))}
          onAction={() => document.querySelector<HTMLElement>('.panes-aside [data-first-focus]')?.focus()}
          renderEmptyState={() => <NoMatch />}
        >
          {(group) => (
            <GridListSection id={`group-${group.id}`} aria-label={group.title}>
              <GridListHeader className="list-heading">
                <GroupHeading group={group} />
              </GridListHeader>
              <Collection items={group.rows} dependencies={[outcomes, cannot]}>
                {(row) => (
                  <GridListItem
                    id={row.key}
                    textValue={rowName(row, outcomeOf(row, outcomes))}
                    className={outcomeOf(row, outcomes) === null ? 'row' : 'row row-staged'}
                  >
                    <RowContent
                      row={row}
                      outcome={outcomeOf(row, outcomes)}
                      isOn={isEnabledThen(row, staged)}
                      cannot={cannot}
                      onToggle={(on) => toggleRow(row, on)}
                    />
                  </GridListItem>
                )}
              </Collection>
            </GridListSection>
          )}
        </GridList>
      </Virtualizer>
      {menu === null ? null : <RowMenu place={menu} onClose={() => setMenu(null)} />}
    </div>
  );
}
