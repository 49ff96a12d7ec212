import {
  ChevronDown,
  ChevronRight,
  CircleX,
  Download,
  Eraser,
  Layers,
  LoaderCircle,
  type LucideIcon,
  Minus,
  Pin,
  Plus,
  Power,
  RefreshCw,
  SquareTerminal,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { HistoryEntry } from '../../../shared/model/history.ts';
import { Button } from '../../components/button.tsx';
import { shownLocale } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { sentenceOf, whoOf } from './days.ts';
import { EntryDetails } from './entry-details.tsx';

/** One thing that happened: when, what, who, and the way back or on; unfolded also how. @param all of the host */
export function Entry({ entry, all }: { readonly entry: HistoryEntry; readonly all: readonly HistoryEntry[] }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const Icon = iconOf(entry);
  const isBad = entry.status === 'failed' || entry.status === 'interrupted';
  const time = new Date(entry.finishedAt).toLocaleTimeString(shownLocale(), { timeStyle: 'short' });
  return (
    <li className="history-entry">
      <time className="history-time" dateTime={new Date(entry.finishedAt).toISOString()}>
        {time}
      </time>
      <Icon aria-hidden size={16} className={isBad ? 'history-icon bad' : 'history-icon'} />
      <div className="history-what selectable">
        <strong>{sentenceOf(entry)}</strong>
        <span className="muted">{effectsOf(entry)}</span>
      </div>
      <span className="history-who muted">{whoOf(entry)}</span>
      <span className="history-way">
        <Way entry={entry} />
        <Button
          look="quiet"
          aria-expanded={isOpen}
          aria-label={t('Steps of “{what}”', { what: sentenceOf(entry) })}
          onPress={() => setOpen(!isOpen)}
        >
          <Chevron aria-hidden size={16} />
        </Button>
      </span>
      {isOpen ? <EntryDetails entry={entry} all={all} /> : null}
    </li>
  );
}

/** Taking it back, or trying it again. */
function Way({ entry: { status, undo, request } }: { readonly entry: HistoryEntry }) {
  const review = useStore((state) => state.reviewRequest);
  const isBusy = useStore((state) => state.operation !== null);
  const didNot = status !== 'succeeded' && status !== 'running';
  if (didNot && request !== null)
    return (
      <Button isDisabled={isBusy} onPress={() => inBackground(review(request))}>
        {t('Try again…')}
      </Button>
    );
  if (undo === null || status === 'failed' || status === 'running') return null;
  return (
    <Button isDisabled={isBusy} onPress={() => inBackground(review(undo))}>
      {t('Undo…')}
    </Button>
  );
}

/** What came with it; of what failed why, with what was left unchanged. */
function effectsOf({ kind, status, title, effects, outcome, outcomes, done }: HistoryEntry): string {
  if (status !== 'succeeded' && status !== 'running') return say(outcome);
  // One that was kept before effects were has its layers alone.
  const moved = done === null ? outcomes.map(layersText).filter((text) => text !== '') : [];
  const parts = [...effects.map(say), ...moved];
  const isForeign = kind === 'outside' || (kind === 'journal' && title.id !== 'history.with-veneer');
  return isForeign ? [t('Not by Veneer'), ...parts].join(' · ') : parts.join(' · ');
}

function layersText({ before, after }: HistoryEntry['outcomes'][number]): string {
  const come = after.filter((name) => !before.includes(name)).map((name) => `+ ${name}`);
  const gone = before.filter((name) => !after.includes(name)).map((name) => `− ${name}`);
  return [...come, ...gone].join(', ');
}

/** By the wording of what was done; several wordings at once are told by what they have in common. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  'change.did-disable': Power,
  'change.did-enable': Power,
  'change.did-install': Plus,
  'change.did-update': Download,
  'change.did-go-back': Undo2,
  'change.did-remove': Minus,
  'change.did-delete-old': Eraser,
  'change.did-pin': Pin,
  'change.did-hold': Pin,
};

function iconOf({ kind, status, done }: HistoryEntry): LucideIcon {
  if (kind === 'journal' && status !== 'succeeded') return CircleX;
  if (kind === 'outside' || kind === 'journal') return SquareTerminal;
  if (kind === 'os') return RefreshCw;
  if (status === 'running') return LoaderCircle;
  if (status === 'went-back') return Undo2;
  if (status !== 'succeeded') return CircleX;
  return ICONS[done?.id ?? ''] ?? Layers;
}
