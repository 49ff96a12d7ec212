import { useEffect, useState } from 'react';
import { type FindingText, findingIn } from '../../shared/diagnosis/finding-page.ts';
import { t } from '../../shared/messages/translate.ts';
import { Fact, Facts } from './facts.tsx';
import { Fold } from './fold.tsx';
import './finding-page.css';

/** What docs/findings.md tells of a finding, one press away: the page is part of the window, so that no server has to be asked. */
export function WhatItMeans({ id }: { readonly id: string }) {
  return (
    <div className="finding-page">
      <Fold label={t('What does this mean?')}>
        <FindingPage id={id} />
      </Fold>
    </div>
  );
}

function FindingPage({ id }: { readonly id: string }) {
  const [found, setFound] = useState<FindingText | 'coming' | null>('coming');
  useEffect(() => {
    let isShown = true;
    const show = (what: FindingText | null) => isShown && setFound(what);
    import('../../docs/findings.md?raw').then(
      ({ default: page }) => show(findingIn(page, id)),
      () => show(null),
    );
    return () => {
      isShown = false;
    };
  }, [id]);
  if (found === 'coming') return null;
  if (found === null) return <p>{t('The page that tells it could not be read.')}</p>;
  return (
    <Facts>
      <Fact label={t('Why')}>
        <Marked>{found.why}</Marked>
      </Fact>
      <Fact label={t('Way out')}>
        <Marked>{found.wayOut}</Marked>
      </Fact>
      <Fact label={t('Known from')}>
        <Marked>{found.source}</Marked>
      </Fact>
    </Facts>
  );
}

/** Markdown of one line, which has no more than code in it. The page is in English, whatever the window speaks. */
function Marked({ children }: { readonly children: string }) {
  const parts = children.split('`');
  return (
    <span lang="en">
      {parts.map((part, at) =>
        at % 2 === 0 ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which change only with it
          <code key={at} className="mono">
            {part}
          </code>
        ),
      )}
    </span>
  );
}
