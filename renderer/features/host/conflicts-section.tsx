import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { counted, t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import { Section } from '../../components/section.tsx';
import { UnknownSection } from '../../components/unknown-section.tsx';
import { shownLocale } from '../../format.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { type Pair, pairsOf } from './pairs.ts';
import type { Plate } from './plates.ts';
import './conflicts-section.css';

/** As many as a person looks through in one go. */
const STEP = 8;

/** Who lies over whom, by pairs, each of which leads to the files. */
export function ConflictsSection({
  plates,
  onOpen,
}: {
  readonly plates: readonly Plate[];
  readonly onOpen: (plate: Plate) => void;
}) {
  const [most, setMost] = useState(STEP);
  const isFarAway = useOverSsh();
  const pairs = pairsOf(plates);
  if (isFarAway) return <UnknownSection title={t('Conflicts')} />;
  if (pairs.length === 0) return null;
  return (
    <Section title={t('Conflicts')} aside={pairs.length.toLocaleString(shownLocale())}>
      <ul className="conflict-pairs">
        {pairs.slice(0, most).map((pair) => (
          <li key={`${pair.winner.class} ${pair.winner.name} ${pair.loser}`}>
            <Button className="conflict-pair" onPress={() => onOpen(pair.winner)}>
              {pairText(pair)}
            </Button>
          </li>
        ))}
        {pairs.length > most ? (
          <li>
            <Button className="conflict-pair" onPress={() => setMost(most + 10 * STEP)}>
              {t('{count} more', { count: pairs.length - most })}
            </Button>
          </li>
        ) : null}
      </ul>
    </Section>
  );
}

function pairText({ winner, loser, files }: Pair): string {
  const other = loser === null ? t('the OS') : visibleText(loser);
  return counted(files, '{name} over {other}: {count} file', '{name} over {other}: {count} files', {
    name: visibleText(winner.name),
    other,
  });
}
