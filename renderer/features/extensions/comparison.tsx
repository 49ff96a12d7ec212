import type { FieldComparison, Verdict } from '../../../shared/model/verdict.ts';

const RESULTS: Readonly<Record<FieldComparison['result'], readonly [string, string]>> = {
  equal: ['equal', 'good'],
  any: ['any', 'good'],
  default: ['default', 'good'],
  differs: ['differs', 'bad'],
  missing: ['missing', 'bad'],
  'not-compared': ['not compared', 'muted'],
};

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
    <table className="comparison" aria-label="What systemd compares">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Host</th>
          <th scope="col">Extension</th>
          <th scope="col">Result</th>
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
              <td className={look}>{word}</td>
            </tr>
          );
        })}
        <tr>
          <th scope="row">Release file</th>
          <td className="mono selectable" colSpan={2}>
            {releaseFile?.split('/').at(-1) ?? '–'}
          </td>
          <td className={releaseFile === null ? 'bad' : 'good'}>{releaseFile === null ? 'missing' : 'found'}</td>
        </tr>
      </tbody>
    </table>
  );
}
