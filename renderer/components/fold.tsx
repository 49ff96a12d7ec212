import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import './fold.css';

/** What most people need not read, one press away. */
export function Fold({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Button className="fold" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <Icon aria-hidden size={14} /> {label}
      </Button>
      {isOpen ? children : null}
    </>
  );
}
