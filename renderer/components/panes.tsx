import type { ReactNode } from 'react';
import { t } from '../../shared/messages/translate.ts';
import { DETAILS_WIDTH } from '../state/view-slice.ts';
import { PaneHandle } from './pane-handle.tsx';
import './panes.css';
import './details.css';

interface Props {
  readonly children: ReactNode;
  /** What is explained at the end of the row; null for nothing. */
  readonly aside: ReactNode;
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

/** A list, and beside it what is chosen of it. */
export function Panes({ children, aside, width, onWidth }: Props) {
  return (
    <div className="panes">
      <div className="panes-main">{children}</div>
      {aside === null ? null : (
        <>
          <PaneHandle
            label={t('Width of the details')}
            width={width}
            least={DETAILS_WIDTH.least}
            most={DETAILS_WIDTH.most}
            onChange={onWidth}
          />
          <aside
            className="panes-aside"
            style={{ '--width': `${width}px` } as React.CSSProperties}
            aria-label={t('Details')}
          >
            {aside}
          </aside>
        </>
      )}
    </div>
  );
}
