import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
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
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          {/* biome-ignore lint/a11y/useSemanticElements: this is no part of a form */}
          <div className="modal-body" tabIndex={0} role="group" aria-label={title}>
            {children}
          </div>
          <div className="modal-actions">{actions}</div>
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
