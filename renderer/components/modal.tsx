import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
import { t } from '../../shared/messages/translate.ts';
import './modal.css';

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Whether a click outside closes it; Escape always does. */
  readonly isDismissable?: boolean;
  /** For what stands in columns. */
  readonly isWide?: boolean;
  /** What stands before the title, and below it. */
  readonly sign?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
}

/** A dialog over the window. */
export function Modal({
  title,
  isOpen,
  onClose,
  isDismissable = true,
  isWide = false,
  sign = null,
  subtitle = null,
  children,
  actions,
}: Props) {
  return (
    <ModalOverlay
      isDismissable={isDismissable}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      className="modal-overlay"
    >
      <AriaModal className={isWide ? 'modal modal-wide' : 'modal'}>
        <Dialog className="modal-dialog">
          <header className="modal-head">
            {sign}
            <div className="modal-titles">
              <Heading slot="title" className="modal-title">
                {title}
              </Heading>
              {subtitle === null ? null : <p className="modal-subtitle muted selectable">{subtitle}</p>}
            </div>
          </header>
          <Body title={title}>{children}</Body>
          <div className="modal-actions">{actions}</div>
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}

/** Less than this below the edge is nothing to scroll for. */
const SLACK = 12;

/** What scrolls, with a sign at its lower edge while there is more. */
function Body({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [hasMore, setMore] = useState(false);
  useEffect(() => {
    const [outer, inner] = [frame.current, content.current];
    if (outer === null || inner === null) return;
    const look = () => setMore(outer.scrollHeight - outer.scrollTop - outer.clientHeight > SLACK);
    const sizes = new ResizeObserver(look);
    sizes.observe(outer);
    sizes.observe(inner);
    outer.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      outer.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div className="modal-middle">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: this is no part of a form */}
      <div className="modal-body" tabIndex={0} role="group" aria-label={title} ref={frame}>
        <div ref={content}>{children}</div>
      </div>
      {hasMore ? (
        <span className="modal-more" aria-hidden>
          <ChevronDown size={14} /> {t('More below')}
        </span>
      ) : null}
    </div>
  );
}
