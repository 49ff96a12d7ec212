import { visibleText } from '../../shared/messages/visible.ts';

/**
 * A name or a path that somebody else gave: without characters that act, such as those that turn the direction of
 * reading, and apart from the text around it, which letters of a language written from right to left would pull along.
 */
export function Name({ children }: { readonly children: string }) {
  return <bdi>{visibleText(children)}</bdi>;
}
