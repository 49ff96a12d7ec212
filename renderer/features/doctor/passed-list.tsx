import { Check } from 'lucide-react';
import { findingIn } from '../../../shared/diagnosis/finding-page.ts';
import { t } from '../../../shared/messages/translate.ts';
import { Marked } from '../../components/finding-page.tsx';
import { useFindingsPage } from '../../components/use-findings-page.ts';

/** What was looked for and is nowhere, each as docs/findings.md says how it would be seen. */
export function PassedList({ passed }: { readonly passed: readonly string[] }) {
  const { language, text } = useFindingsPage();
  return (
    <>
      <p className="checkup-lead muted">{t('It was looked for each of these, and none was found:')}</p>
      <ul className="checkup-passed" aria-label={t('What passed')}>
        {passed.map((id) => (
          <li key={id}>
            <Check aria-hidden size={16} className="good" />
            <span>{text === null ? null : <Marked language={language}>{findingIn(text, id)?.seen ?? ''}</Marked>}</span>
            <span className="mono muted selectable">{id}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
