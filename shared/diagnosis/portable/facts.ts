/** What the rules on portable services are functions of. */
import type { Subject } from '../../model/diagnosis.ts';
import type { Attachment, PortableImage } from '../../model/portable.ts';
import { nameOfImage } from '../../systemd/portable.ts';

export interface PortableFacts {
  readonly images: readonly Omit<PortableImage, 'state'>[];
  readonly attached: readonly Attachment[];
  readonly profiles: readonly string[];
  /** The host's, in systemd's spelling. */
  readonly architecture: string;
}

export const aboutPortable = (name: string): Subject => ({ kind: 'portable', name });

/** What is attached, by the name of its image. */
export const aboutAttached = ({ image }: Pick<Attachment, 'image'>): Subject => aboutPortable(nameOfImage(image));

/** The image at a path, as portabled found it, or where that leads. */
export const imageAt = (images: PortableFacts['images'], path: string): PortableFacts['images'][number] | undefined =>
  images.find((one) => one.path === path || one.realPath === path);
