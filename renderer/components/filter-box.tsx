import { ListFilter, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { t } from '../../shared/messages/translate.ts';
import './filter-box.css';

export interface FilterBoxProps {
  readonly label: string;
  readonly placeholder: string;
  /** The key that leads here, shown while nothing is typed. */
  readonly shownKey?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** What a view's rows are narrowed by. The command that goes to the filter finds it by `data-filter-box`. */
export function FilterBox({ label, placeholder, shownKey, value, onChange }: FilterBoxProps) {
  const key =
    shownKey === undefined ? null : (
      <kbd className="kbd" aria-hidden>
        {shownKey}
      </kbd>
    );
  return (
    <SearchField className="filter-box" aria-label={label} value={value} onChange={onChange}>
      <ListFilter aria-hidden size={15} />
      <Input className="filter-input" placeholder={placeholder} data-filter-box />
      {value === '' ? (
        key
      ) : (
        <AriaButton className="filter-clear" aria-label={t('Clear the filter')}>
          <X aria-hidden size={14} />
        </AriaButton>
      )}
    </SearchField>
  );
}
