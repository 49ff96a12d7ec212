import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { findingIn } from '../../shared/diagnosis/finding-page.ts';
import { t } from '../../shared/messages/translate.ts';
import { Fact, Facts } from './facts.tsx';
import { useFindingsPage } from './use-findings-page.ts';
import './finding-page.css';

/** What docs/findings.md tells of a finding, one press away: the page is part of the window, so that no server has to be asked. */
export function WhatItMeans({ id }: { readonly id: string }) {
  const [isOpen, setOpen] = useState(false);
  const label = t('What does this mean?');
  return (
    <>
      <span className="finding-corner" title={label}>
        <Button className="finding-sign" aria-label={label} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          <CircleHelp aria-hidden size={14} />
        </Button>
      </span>
      {isOpen ? (
        <div className="finding-page">
          <FindingPage id={id} />
        </div>
      ) : null}
    </>
  );
}

/** Why it is so, the way out, and from where that is known. */
export function FindingPage({ id }: { readonly id: string }) {
  const { language, text, isUnreadable } = useFindingsPage();
  if (text === null && !isUnreadable) return null;
  const found = text === null ? null : findingIn(text, id);
  if (found === null) return <p>{t('The page that tells it could not be read.')}</p>;
  return (
    <Facts>
      <Fact label={t('Why')}>
        <Marked language={language}>{found.why}</Marked>
      </Fact>
      <Fact label={t('Way out')}>
        <Marked language={language}>{found.wayOut}</Marked>
      </Fact>
      <Fact label={t('Known from')}>
        <Marked language={language}>{found.source}</Marked>
      </Fact>
    </Facts>
  );
}

/** Markdown of one line, which has no more than code in it. The page may speak another language than the window. */
export function Marked({ language, children }: { readonly language: string; readonly children: string }) {
  const parts = children.split('`');
  return (
    <span lang={language}>
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
