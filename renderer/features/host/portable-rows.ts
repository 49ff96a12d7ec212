/** The lines of portable services: each image, and what is attached of images that are gone. */
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Attachment, PortableImage, Portables } from '../../../shared/model/portable.ts';
import { baseOfImage, isPartOf, nameOfImage } from '../../../shared/systemd/portable.ts';

export interface PortableRow {
  readonly name: string;
  /** null where it is gone. */
  readonly image: PortableImage | null;
  /** What is attached of it as the image itself; null where nothing is. */
  readonly attached: Attachment | null;
  /** The version of it that is attached in its place; portablectl list calls both attached. */
  readonly instead: string | null;
  /** The images that it is attached on top of. */
  readonly on: readonly string[];
  readonly state: 'failed' | 'running' | 'attached' | 'detached';
  /** What it brings, or what came of it where it is attached. */
  readonly units: readonly string[];
  readonly findings: readonly Diagnosis[];
}

export function portableRows({ images, attached, findings }: Portables): PortableRow[] {
  const rowOf = (name: string, image: PortableImage | null, mine: Attachment | null): PortableRow => {
    const on = attached.filter(({ extensions }) => extensions.some((one) => nameOfImage(one) === name));
    const other = mine === null ? attached.find((one) => baseOfImage(one.image) === baseOfImage(name)) : undefined;
    const isOther = image !== null && mine === null && attached.some((one) => isPartOf(one, image.realPath));
    return {
      name,
      image,
      attached: mine,
      instead: other === undefined ? null : nameOfImage(other.image),
      on: on.map((one) => nameOfImage(one.image)),
      state: isOther && on.length === 0 ? 'detached' : stateOf(mine, image),
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
