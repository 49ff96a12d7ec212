import { Hammer } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { RecipeDraft, RecipeFault } from '../../../shared/model/recipe-view.ts';
import { RECIPE_SUFFIX } from '../../../shared/recipe/file-name.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { saveText } from '../../components/save-text.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { Editor, showPlace } from './editor.tsx';
import { Outline } from './outline.tsx';
import { type DraftReading, useReading } from './use-reading.ts';
import './workbench.css';

/** The recipe that is being worked on, beside what it makes. */
export function Workbench({ recipe }: { readonly recipe: RecipeDraft }) {
  const change = useStore((state) => state.changeRecipe);
  const openRecipe = useStore((state) => state.openRecipe);
  const reading = useReading(recipe);
  const said = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  // What had the focus went with the list.
  useEffect(() => area.current?.focus(), []);
  const { outline, fault } = reading;
  const name = outline?.name ?? 'extension';
  return (
    <>
      <ViewHeader title={t('Build')} subtitle={outline === null ? null : visibleText(outline.name)}>
        <Button onPress={() => openRecipe(null)}>{t('All recipes')}</Button>
        <Button onPress={() => saveText(`${name}${RECIPE_SUFFIX}`, recipe.text)}>{t('Save…')}</Button>
        <BuildButton reading={reading} />
      </ViewHeader>
      <div className="workbench">
        <div className="workbench-text">
          <Editor
            text={recipe.text}
            faultyLine={fault?.line ?? null}
            describedBy={said}
            areaRef={area}
            onChange={(text) => change({ text })}
          />
        </div>
        <section className="workbench-outline" aria-label={t('What it makes')}>
          <div id={said} role="status">
            {fault === null ? null : (
              <Fault
                fault={fault}
                onShow={(line, column) => area.current !== null && showPlace(area.current, line, column)}
              />
            )}
          </div>
          <Building />
          <Failure />
          {outline !== null ? (
            <Outline outline={outline} />
          ) : fault === null ? (
            <Skeleton waitsFor={t('The recipe is being read.')} />
          ) : null}
        </section>
      </div>
    </>
  );
}

function BuildButton({ reading: { fault, isCurrent, outline } }: { readonly reading: DraftReading }) {
  const build = useStore((state) => state.buildRecipe);
  const building = useStore((state) => state.building);
  const isOpen = useStore((state) => state.connection === 'open');
  return (
    <Button
      look="primary"
      isDisabled={fault !== null || outline === null || !isOpen}
      // It keeps the focus meanwhile.
      isPending={!isCurrent || building !== null}
      onPress={() => inBackground(build())}
    >
      <Hammer aria-hidden size={14} /> {t('Build it')}
    </Button>
  );
}

/** The first thing that is wrong with what is written. */
function Fault({
  fault: { line, column, message },
  onShow,
}: {
  readonly fault: RecipeFault;
  readonly onShow: (line: number, column: number) => void;
}) {
  return (
    <Notice kind="bad">
      <p>
        <strong>
          {line === null || column === null
            ? t('This cannot be built:')
            : t('Line {line}, column {column}:', { line, column })}
        </strong>{' '}
        {say(message)}
      </p>
      {line === null || column === null ? null : (
        <Button onPress={() => onShow(line, column)}>{t('Show the line')}</Button>
      )}
    </Notice>
  );
}

/** What is being built, where it stands as long as that takes. */
function Building() {
  const id = useStore((state) => state.building);
  const job = useStore((state) => state.jobs.find((one) => one.id === id) ?? null);
  const stop = useStore((state) => state.stopJob);
  if (id === null) return null;
  const text = job === null ? t('Building…') : t('Building {name}', { name: say(job.title) });
  return (
    <div className="workbench-building">
      <span className="workbench-building-text" role="status">
        {text}
      </span>
      <Progress label={text} part={job?.progress ?? null} />
      <Button aria-label={t('Stop: {what}', { what: text })} onPress={() => inBackground(stop(id))}>
        {t('Stop')}
      </Button>
    </div>
  );
}

/** Why the last build made nothing. */
function Failure() {
  const problem = useStore((state) => state.buildProblem);
  if (problem === null) return null;
  const { message, nextStep, detail } = problem;
  return (
    <div role="alert">
      <Notice kind="bad" title={t('It was not built.')}>
        <p>
          {say(message)} {nextStep === null ? null : say(nextStep)}
        </p>
        {detail === null ? null : (
          <code className="selectable" data-foreign>
            {visibleText(detail)}
          </code>
        )}
      </Notice>
    </div>
  );
}
