import type { FieldComparison, Verdict, VerdictCode } from '../../shared/model/verdict.ts';
import './comparison.css';
import { t } from '../../shared/messages/translate.ts';

const RESULTS = {
  equal: ['equal', 'good'],
  any: ['any', 'good'],
  default: ['default', 'good'],
  differs: ['differs', 'bad'],
  missing: ['missing', 'bad'],
  'not-compared': ['not compared', 'muted'],
} as const satisfies Readonly<Record<FieldComparison['result'], readonly [string, string]>>;

/** The table host | extension | result for every field that systemd compares. */
export function Comparison({
  verdict,
  releaseFile = null,
}: {
  readonly verdict: Verdict;
  readonly releaseFile?: string | null;
}) {
  if (verdict.fields.length === 0) return null;
  return (
    <table className="comparison" aria-label={t('What systemd compares')}>
      <thead>
        <tr>
          <th scope="col">{t('Field')}</th>
          <th scope="col">{t('Host')}</th>
          <th scope="col">{t('Extension')}</th>
          <th scope="col">{t('Result')}</th>
        </tr>
      </thead>
      <tbody>
        {verdict.fields.map(({ field, host, extension, result }) => {
          const [word, look] = RESULTS[result];
          return (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td className="mono selectable">{host ?? '–'}</td>
              <td className="mono selectable">{extension ?? '–'}</td>
              <td className={look}>{t(word)}</td>
            </tr>
          );
        })}
        <tr>
          <th scope="row">{t('Release file')}</th>
          <td className="mono selectable" colSpan={2}>
            {releaseFile?.split('/').at(-1) ?? '–'}
          </td>
          <td className={releaseFile === null ? 'bad' : 'good'}>{releaseFile === null ? t('missing') : t('found')}</td>
        </tr>
      </tbody>
    </table>
  );
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
