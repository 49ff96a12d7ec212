/** German of the file that says what a host is to be. */
import type { EN_DECLARED } from '../en/declared.ts';
import type { Translation } from '../template.ts';

export const DE_DECLARED = {
  'declared.field-is-no-text': 'ein Feld heißt wie ein Wort.',
  'declared.field-twice': '{field} steht zweimal da.',
  'declared.is-missing': '{field} fehlt.',
  'declared.named-twice': '{name} steht zweimal da.',
  'declared.no-alias': 'Anker und Verweise werden hier nicht gelesen; schreib es aus.',
  'declared.no-such-field': 'es gibt kein Feld {field}.',
  'declared.no-such-field-but': 'es gibt kein Feld {field}. Meintest du {meant}?',
  'declared.no-yaml': 'das ist kein YAML.',
  'declared.not-beside': '{field} kann nicht neben {other} stehen.',
  'declared.not-taken': '{field} kann nicht {value} sein.',
  'declared.one-of-both': 'hierher gehört {one} oder {other}.',
  'declared.quote-it': '{field} ist Text; setz ihn in Anführungszeichen.',
  'declared.several-documents': '{path} muss genau ein YAML-Dokument enthalten.',
  'declared.takes-fields': '{field} nimmt Felder mit Werten.',
  'declared.takes-list': '{field} nimmt eine Liste.',
  'declared.takes-one-of': '{field} nimmt eines von {values}.',
  'declared.takes-text': '{field} nimmt Text.',
  'declared.takes-yes-or-no': '{field} nimmt true oder false.',
  'declared.too-deep': 'das ist zu tief verschachtelt.',
  'declared.unknown-tag': 'Tags werden hier nicht gelesen.',
  'declared.wrong-at': '{path}, Zeile {line}, Spalte {column}: {what}',
  'declared.ignition-cannot-fetch': '{path}: Ignition holt über http und https, nicht {address}.',
  'declared.ignition-unpacks-gzip': '{path}: Ignition entpackt nur gzip, und das ist mit {packing} gepackt.',
  'declared.is-folder': '{path} ist ein Ordner; sein Inhalt steht nicht hier.',
  'declared.source-no-file': '{name}: {address} ist keine Datei, die sich für sich holen lässt.',
  'declared.source-not-known': '{name}: Woher sie kam, ist nicht bekannt.',
  'declared.unit-is-veneers': '{unit} macht Veneer: veneer boot-refresh on',
} as const satisfies Translation<typeof EN_DECLARED>;
