import { say } from '../../../shared/messages/say.ts';
import { counted } from '../../../shared/messages/translate.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { Fold } from '../../components/fold.tsx';
import './lacks.css';

/** What is wrong with how this host merges, each by itself; what is but good to know stands elsewhere. */
export function Wrong({ wrong }: { readonly wrong: readonly Diagnosis[] }) {
  const shown = wrong.filter(({ severity }) => severity !== 'note');
  if (shown.length === 0) return null;
  return (
    <div className="lacks">
      {shown.map((one) => (
        <DiagnosisNotice key={`${one.id} ${one.message.text}`} diagnosis={one} />
      ))}
    </div>
  );
}

/** What this host lacks, in one line; the rest of it, and why it matters, one press away. */
export function Lacks({ lacks }: { readonly lacks: readonly Diagnosis[] }) {
  const [first, ...others] = lacks;
  if (first === undefined) return null;
  if (others.length === 0)
    return (
      <div className="lacks">
        <DiagnosisNotice diagnosis={first} button={null} />
      </div>
    );
  return (
    <div className="lacks">
      <Fold
        label={`${say(first.message)} ${counted(others.length, 'And {count} thing more is missing here.', 'And {count} things more are missing here.')}`}
      >
        {lacks.map((one) => (
          <DiagnosisNotice key={one.message.text} diagnosis={one} button={null} />
        ))}
      </Fold>
    </div>
  );
}
