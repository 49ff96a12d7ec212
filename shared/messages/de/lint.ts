/** German of what is wrong with an extension before it is installed, and of mending a folder. */
import type { EN_LINT } from '../en/lint.ts';
import type { Translation } from '../template.ts';

export const DE_LINT = {
  'lint.attribute-stays': 'setfattr konnte {name} nicht wegnehmen.',
  'lint.fix': 'Abhilfe: {what}',
  'lint.fix-and-more': {
    one: '{what} Und {count} weitere Änderung.',
    other: '{what} Und {count} weitere Änderungen.',
  },
  'lint.fix-by-hand': 'lint --fix kann das nicht ausbessern.',
  'lint.fix-takes-folder': 'Nur ein Ordner lässt sich ausbessern: {path} ist ein Abbild.',
  'lint.has-other-names': 'Die Datei hat noch andere Namen, die anderswo liegen können.',
  'lint.is-another-thing-now': 'Dort steht etwas anderes.',
  'lint.is-there-already': 'So heißt schon etwas.',
  'lint.mend-attribute': '{name} von {path} wegnehmen.',
  'lint.mend-mode': '{path} die Rechte {mode} geben.',
  'lint.mend-move': '{path} nach {to} verschieben.',
  'lint.mend-owner': '{path} an {owner} geben.',
  'lint.mend-remove': '{path} löschen.',
  'lint.mend-write': '{path} schreiben.',
  'lint.mended': 'Getan: {what}',
  'lint.not-mended': 'Nicht getan: {what} {why}',
  'lint.the-system-refuses': 'Das System verweigert es ({code}).',
  'lint.unit-has-no-bus-name': 'Dieser Dienst wird nicht starten: Type=dbus braucht BusName=.',
  'lint.unit-program-is-missing': 'Dieser Dienst wird nicht starten: {program} gibt es nicht.',
  'lint.unit-program-may-not-be-run': 'Dieser Dienst wird nicht starten: {program} darf niemand ausführen.',
  'lint.unit-starts-nothing': 'Dieser Dienst wird nicht starten: er hat kein ExecStart=.',
  'lint.unit-starts-several':
    'Dieser Dienst wird nicht starten: er hat mehr als ein ExecStart=, und das darf nur Type=oneshot.',
  'lint.units-not-read':
    'Sie bringt {units} mit und bittet systemd nicht, das einzulesen: EXTENSION_RELOAD_MANAGER=1 fehlt.',
  'lint.unpack-it-first': 'Entpack es, besser den Ordner aus und pack ihn: veneer unpack {path}',
} as const satisfies Translation<typeof EN_LINT>;
