import { type RefObject, useRef } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { t } from '../../../shared/messages/translate.ts';
import './editor.css';

/** The text of a recipe, with the numbers of its lines. */
export function Editor({
  text,
  faultyLine,
  describedBy,
  areaRef,
  onChange,
}: {
  readonly text: string;
  /** From 1 on; null where there is none. */
  readonly faultyLine: number | null;
  /** Id of what says what is wrong. */
  readonly describedBy: string;
  readonly areaRef: RefObject<HTMLTextAreaElement | null>;
  readonly onChange: (text: string) => void;
}) {
  const numbers = useRef<HTMLDivElement>(null);
  const count = text.split('\n').length;
  return (
    <TextField className="editor" value={text} isInvalid={faultyLine !== null} onChange={onChange}>
      <Label className="editor-label">{t('Text of the recipe')}</Label>
      <div className="editor-frame">
        <div className="editor-numbers mono" aria-hidden ref={numbers}>
          {Array.from({ length: count }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are the numbers
            <span key={at} className={at + 1 === faultyLine ? 'editor-faulty' : undefined}>
              {at + 1}
            </span>
          ))}
        </div>
        <TextArea
          ref={areaRef}
          className="editor-text mono"
          aria-describedby={describedBy}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onScroll={({ currentTarget }) => numbers.current?.scrollTo(0, currentTarget.scrollTop)}
        />
      </div>
    </TextField>
  );
}

/** Puts the cursor at a place in a text. @param line, column from 1 on */
export function showPlace(area: HTMLTextAreaElement, line: number, column: number): void {
  const before = area.value.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0);
  const length = area.value.slice(start).split('\n', 1)[0]?.length ?? 0;
  const from = start + Math.min(column - 1, length);
  area.focus();
  area.setSelectionRange(from, Math.max(from, start + length));
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 1) * lineHeight - area.clientHeight / 2);
}
