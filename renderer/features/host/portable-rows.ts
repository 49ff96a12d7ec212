/** The lines of portable services: each image, and what is attached of images that are gone. */
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Attachment, PortableImage, Portables } from '../../../shared/model/portable.ts';
import { isPartOf, nameOfImage } from '../../../shared/systemd/portable.ts';

export interface PortableRow {
  readonly name: string;
  /** null where it is gone. */
  readonly image: PortableImage | null;
  /** What is attached of it as the image itself, by its own name or as another version; null where nothing is. */
  readonly attached: Attachment | null;
  /** The images that it is attached on top of. */
  readonly on: readonly string[];
  readonly state: 'failed' | 'running' | 'attached' | 'detached';
  /** What it brings, or what came of it where it is attached. */
  readonly units: readonly string[];
  readonly findings: readonly Diagnosis[];
}

export function portableRows({ images, attached, findings }: Portables): PortableRow[] {
  const rowOf = (name: string, image: PortableImage | null, mine: Attachment | null): PortableRow => {
    const parts = image === null ? [] : attached.filter((one) => isPartOf(one, image.realPath));
    return {
      name,
      image,
      attached: mine,
      on: parts.filter((one) => one !== mine).map((one) => nameOfImage(one.image)),
      state: stateOf(mine, image),
      units:
        mine?.units.map((unit) => unit.name) ??
        image?.units.flatMap((unit) => (unit.matches === false ? [] : [unit.name])) ??
        [],
      findings: findings.filter(({ subject }) => subject.kind === 'portable' && subject.name === name),
    };
  };
  const own = (name: string) => attached.find((one) => nameOfImage(one.image) === name) ?? null;
  const gone = attached.filter((one) => !images.some(({ name }) => name === nameOfImage(one.image)));
  return [
    ...images.map((image) => rowOf(image.name, image, own(image.name))),
    ...gone.map((one) => rowOf(nameOfImage(one.image), null, one)),
  ];
}

/** A failure counts before what runs beside it. */
function stateOf(mine: Attachment | null, image: PortableImage | null): PortableRow['state'] {
  if (mine?.units.some(({ failed }) => failed === true)) return 'failed';
  if (image === null) return mine?.units.some(({ running }) => running === true) ? 'running' : 'attached';
  if (image.state.startsWith('running')) return 'running';
  return image.state === 'detached' ? 'detached' : 'attached';
}
