import { Check } from 'lucide-react';
import { t } from '../../shared/messages/translate.ts';
import type { FieldComparison, Verdict, VerdictCode } from '../../shared/model/verdict.ts';
import { Fold } from './fold.tsx';
import './comparison.css';

const RESULTS = {
  equal: null,
  any: null,
  default: null,
  differs: 'differs',
  missing: 'missing',
  'not-compared': 'not compared',
} as const satisfies Readonly<Record<FieldComparison['result'], string | null>>;

/** What decides stands first: what differs, and at the end what systemd does not look at. */
const ORDER = ['differs', 'missing', 'equal', 'any', 'default', 'not-compared'] as const;

/** Host and extension for every field that systemd compares; folded where all of it matches. */
export function Comparison({
  verdict,
  releaseFile = null,
}: {
  readonly verdict: Verdict;
  readonly releaseFile?: string | null;
}) {
  if (verdict.fields.length === 0) return null;
  if (verdict.compatible !== true) return <ComparisonTable verdict={verdict} releaseFile={releaseFile} />;
  return (
    <Fold label={t('Why it fits')}>
      <ComparisonTable verdict={verdict} releaseFile={releaseFile} />
    </Fold>
  );
}

function ComparisonTable({ verdict, releaseFile }: { readonly verdict: Verdict; readonly releaseFile: string | null }) {
  const fields = [...verdict.fields].sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
  return (
    <table className="comparison" aria-label={t('What systemd compares')}>
      <thead>
        <tr>
          <th scope="col">{t('Field')}</th>
          <th scope="col">{t('Host')}</th>
          <th scope="col">{t('Extension')}</th>
          <th scope="col">
            <span className="unseen">{t('Result')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, host, extension, result }) => (
          <tr key={field} className={result === 'differs' || result === 'missing' ? 'comparison-bad' : undefined}>
            <th scope="row">{field}</th>
            <td className={valueClass(host)}>{host ?? '–'}</td>
            <td className={valueClass(extension)}>{extension ?? '–'}</td>
            <td>
              <Result result={result} />
            </td>
          </tr>
        ))}
        <tr className={releaseFile === null ? 'comparison-bad' : undefined}>
          <th scope="row">{t('Release file')}</th>
          <td className="mono selectable comparison-long" colSpan={2}>
            {releaseFile?.split('/').at(-1) ?? '–'}
          </td>
          <td>
            <Result result={releaseFile === null ? 'missing' : 'equal'} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** Letters that fit beside the others at the least width of a pane. */
const SHORT = 12;

const valueClass = (value: string | null): string =>
  (value ?? '').length > SHORT ? 'mono selectable comparison-long' : 'mono selectable';

function Result({ result }: Pick<FieldComparison, 'result'>) {
  const word = RESULTS[result];
  if (word === null) return <Check className="good" size={15} role="img" aria-label={t('matches')} />;
  return <span className={result === 'not-compared' ? 'muted' : 'bad'}>{t(word)}</span>;
}

const WITHOUT_RELEASE_FILE: readonly VerdictCode[] = [
  'no-release-file',
  'release-file-ambiguous',
  'release-file-invalid',
];

/** The release file that an image of a name must have had for its verdict; null where it had none that counts. */
export function releaseFileOf(name: string, { code }: Verdict): string | null {
  return WITHOUT_RELEASE_FILE.includes(code) ? null : `extension-release.${name}`;
}
