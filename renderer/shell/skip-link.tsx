import { Button } from 'react-aria-components/Button';
import { t } from '../../shared/messages/translate.ts';
import { moveToContent } from './parts-of-window.ts';
import './skip-link.css';

/** The first stop of Tab: past the views and the header, to what the view is about. To be seen while it has the focus. */
export function SkipLink() {
  return (
    <Button className="skip-link" onPress={moveToContent}>
      {t('Go to the list')}
    </Button>
  );
}
