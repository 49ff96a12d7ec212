/** YAML in which nothing acts on a terminal: what would is written as an escape, which whoever parses it reads as the same. */
import { type Document, Scalar, visit } from 'yaml';

/** See shared/messages/visible.ts; line breaks and tabs stand in what is quoted, and do nothing. */
export const ACTING_IN_FILE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @param document whose comments and keys are visible already */
export function yamlText(document: Document): string {
  visit(document, {
    Scalar(_, node) {
      // Of all kinds of scalars this one alone has escapes (YAML 1.2.2, 5.7).
      if (typeof node.value === 'string' && node.value.search(ACTING_IN_FILE) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).replaceAll(ACTING_IN_FILE, (one) => {
    const point = one.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });
}
