/** German of recipes and of making an extension from one. */
import type { EN_RECIPE } from '../en/recipe.ts';
import type { Translation } from '../template.ts';

export const DE_RECIPE = {
  'build.add-checksum': 'Trag die Prüfsumme der Datei ins Rezept ein, so wie ihr Herausgeber sie nennt.',
  'build.cannot-be-unpacked': '{path} lässt sich nicht auspacken: {reason}',
  'build.fetching': 'Hole {address}',
  'build.install-program': 'Installier das Paket {package} und versuch es noch einmal.',
  'build.is-there-already': '{path} ist schon da, also wurde nichts geschrieben.',
  'build.look-at-source': 'Sieh nach, was ihr Herausgeber zu dieser Datei sagt. Es wurde nichts gebaut.',
  'build.needs-program': '{path} ist ein Paket, das {program} auspackt, und das ist nicht installiert.',
  'build.no-checksum': 'Das Rezept hat keine Prüfsumme der Version {version} für {architecture}.',
  'build.not-for-architecture': 'Das Rezept baut für {architectures}, nicht für {architecture}.',
  'build.other-checksum': '{path} ist nicht die Datei, deren Prüfsumme im Rezept steht.',
  'publish.give-it-version': 'Schreib SYSEXT_VERSION_ID= in die Release-Datei, oder nenn es {name}-VERSION.raw.',
  'publish.has-no-version': '{path} sagt nicht, welche Version es ist.',
  'publish.is-not-published': '{path} wird nicht veröffentlicht: {what}',
  'publish.is-there-otherwise': '{path} ist schon veröffentlicht, mit anderen Bytes.',
  'publish.look-at-lint': 'Siehe: veneer lint {path}',
  'publish.no-gpg': 'gpg ist nicht installiert, also lässt sich nichts signieren.',
  'publish.no-such-address': 'systemd-sysupdate kann von {address} nichts holen.',
  'publish.raise-version': 'Gib dem Geänderten eine eigene Version: Rechner behalten, was sie unter dieser haben.',
  'publish.was-not-signed': 'gpg hat nicht mit {key} signiert.',
  'recipe.cannot-be-taken': 'das kann in keiner Erweiterung sein: {reason}',
  'recipe.in-the-way': '{path} ist schon da.',
  'recipe.is-one-file': '{name} ist eine einzelne Datei, also gibt es darin keinen Pfad.',
  'recipe.make-one': 'Ein Rezept ist eine YAML-Datei; docs/recipes.md hat einige zum Anfangen.',
  'recipe.name-the-file': '{name} ist eine einzelne Datei: Schreib hinter {path}, wie sie heißen soll.',
  'recipe.no-source': 'es gibt keine Quelle {name}.',
  'recipe.not-in-source': '{path} ist nicht in {name}. Dort gibt es: {names}',
  'recipe.one-step': 'ein Schritt hat eines von {steps}.',
  'recipe.several': '{path} passt auf mehrere, also muss {to} mit einem Schrägstrich enden.',
} as const satisfies Translation<typeof EN_RECIPE>;
