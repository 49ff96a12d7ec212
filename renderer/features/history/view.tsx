import { History, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { currentLanguage } from '../../../shared/messages/language.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { HistoryEntry, HistoryView as View } from '../../../shared/model/history.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { client, shownHost, store, useStore } from '../../state/store.ts';
import { byDay, sentenceOf } from './days.ts';
import { Entry } from './entry.tsx';
import { namesIn } from './names.ts';
import './view.css';

/** What was changed at this host, when and by whom, and how to take it back. */
export function HistoryView() {
  const view = useHistory();
  const entries = view?.entries ?? null;
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const names = [...new Set((entries ?? []).flatMap(namesIn))].sort(new Intl.Collator(currentLanguage()).compare);
  const found = (entries ?? []).filter(
    (entry) => isAbout(entry, text) && (name === '' || namesIn(entry).includes(name)),
  );
  return (
    <>
      <ViewHeader title={t('History')}>
        {entries === null || entries.length === 0 ? null : (
          <>
            {names.length < 2 ? null : (
              <ChoiceMenu
                label={t('Changes of')}
                options={[['', t('All extensions')], ...names.map((one) => [one, visibleText(one)] as const)]}
                chosen={name}
                isPlain={name === ''}
                onChoose={setName}
              />
            )}
            <SearchField className="history-find" aria-label={t('Find a change')} value={text} onChange={setText}>
              <Search aria-hidden size={14} />
              <Input className="history-input" placeholder={t('Find a change')} />
              {text === '' ? null : (
                <AriaButton className="history-clear" aria-label={t('Clear')}>
                  <X aria-hidden size={14} />
                </AriaButton>
              )}
            </SearchField>
          </>
        )}
      </ViewHeader>
      {entries === null ? (
        <Skeleton waitsFor={t('The history is being read.')} />
      ) : entries.length === 0 ? (
        <EmptyView
          icon={History}
          title={t('Nothing was changed with Veneer here yet')}
          actions={
            <Button look="primary" onPress={() => store.getState().setView({ view: 'extensions' })}>
              {t('Show extensions')}
            </Button>
          }
        >
          {t('What you apply is kept here, with what it came to and, where that is possible, a way back.')}
        </EmptyView>
      ) : (
        <div className="history">
          {view?.unknown == null ? null : <p className="muted">{say(view.unknown)}</p>}
          {found.length === 0 ? (
            <p className="history-none muted">
              {text.trim() === ''
                ? t('No change is about {name}.', { name })
                : t('No change has “{text}” in it.', { text: text.trim() })}
            </p>
          ) : (
            byDay(found).map(({ day, entries: mine }) => (
              <section key={day} className="history-day" aria-label={day}>
                <h2 className="history-date">{day}</h2>
                <ol className="history-list" aria-label={t('Changes')}>
                  {mine.map((entry) => (
                    <Entry key={entry.id} entry={entry} all={entries} />
                  ))}
                </ol>
              </section>
            ))
          )}
        </div>
      )}
    </>
  );
}

/** Whether all that is typed stands in what is shown of it, or in a name that it is about. */
function isAbout(entry: HistoryEntry, text: string): boolean {
  const whole = [sentenceOf(entry), ...entry.effects.map(say), entry.by, ...namesIn(entry)].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

/** Asked again whenever a change ended or the host was read anew. */
function useHistory(): View | null {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const ended = useStore((state) => state.ended?.id ?? null);
  const isOpen = useStore((state) => state.connection === 'open');
  const [view, setView] = useState<View | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change that ended is a new entry
  useEffect(() => {
    if (!isOpen) return;
    let current = true;
    client()
      .history.list({ host: shownHost() })
      .then((listed) => current && setView(listed))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [revision, ended, isOpen]);
  return view;
}
