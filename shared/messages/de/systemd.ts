/** German of what systemd would do and why. */
import type { EN_SYSTEMD } from '../en/systemd.ts';
import type { Translation } from '../template.ts';

export const DE_SYSTEMD = {
  'systemd.and': '{first} und {last}',
  'systemd.change-it-with-chmod': 'Ändere ihn mit: chmod {mode} {path}',
  'systemd.disable-at-least-of-them-or': 'Schalte mindestens {count} davon ab, oder gib ihnen kürzere Namen.',
  'systemd.extensions-for-are-too-many-for':
    'Die {count} Erweiterungen für {hierarchy} sind zu viele für ein Zusammenführen: Ihre Namen ergeben Einhängeoptionen von {bytes} Bytes, der Kernel nimmt {most}. Darüber kann systemd Erfolg melden und {base} des Hosts wegnehmen.',
  'systemd.extensions-may-be-merged-into-which':
    'Bis zu {count} Erweiterungen würden in {path} zusammengeführt. Das braucht {bytes} Bytes an Optionen, und der Kernel nimmt {limit}. Veneer hat systemd nicht gestartet.',
  'systemd.file-beside-it-holds-no-root':
    'Die Datei {file} daneben enthält keinen Root-Hash; vielleicht blieb sie von einer älteren Version übrig.',
  'systemd.file-beside-it-is-empty': 'Die Datei {file} daneben ist leer.',
  'systemd.file-stands-where-folder-must-be':
    'Auf dem Weg zu usr/lib/os-release oder ihrer Release-Datei steht eine Datei, wo ein Ordner sein muss.',
  'systemd.file-stands-where-folder-must-be-and':
    'Dort steht eine Datei, wo ein Ordner sein muss, und systemd bricht daran ab.',
  'systemd.give-host-os-release-that-has':
    'Gib dem Host eine os-release, die eine ID hat, und versuche es noch einmal.',
  'systemd.host-has-no-id-in-its':
    'Der Host hat keine ID in seiner os-release, also verweigert systemd jedes Zusammenführen.',
  'systemd.image-policy-of-this-host-imagepolicy':
    'Die Abbild-Richtlinie (ImagePolicy= in sysext.conf oder confext.conf, oder --image-policy) lässt sie nicht zu.',
  'systemd.inside-it-is-folder-not-file': '{folder} darin ist ein Ordner, keine Datei.',
  'systemd.inside-it-is-no-folder': '{hierarchy} darin ist kein Ordner.',
  'systemd.it-carries-usr-lib-os-release': 'Sie enthält /usr/lib/os-release, was systemd nicht erlaubt.',
  'systemd.it-carries-usr-lib-os-release-so': 'Sie enthält /usr/lib/os-release, also lässt systemd sie aus.',
  'systemd.it-fits-any-os': 'Sie passt zu jedem System.',
  'systemd.it-fits-both-are': 'Sie passt: Beide sind {id} {version}.',
  'systemd.it-fits-both-are-at-extension': 'Sie passt: Beide haben das Erweiterungs-Level {level}.',
  'systemd.it-fits-host-has-no-version':
    'Sie passt: Der Host hat keine Version zum Vergleichen und die Erweiterung kein Level.',
  'systemd.it-fits-is-rolling-release-without':
    'Sie passt: {id} ist eine rollende Ausgabe ohne Version zum Vergleichen.',
  'systemd.it-has-mode-but-must-have': 'Es hat den Modus {mode}, muss aber den Modus {wanted} von {hierarchy} haben.',
  'systemd.it-has-no-extension-release-file':
    'Sie hat keine Release-Datei ihres eigenen Namens, also lässt systemd sie aus.',
  'systemd.it-has-several-release-files-of':
    'Sie hat mehrere Release-Dateien anderer Namen, also nimmt systemd keine davon.',
  'systemd.it-has-several-release-files-of-other':
    'Sie hat mehrere Release-Dateien anderer Namen, die alle gelten wollen: {files}.',
  'systemd.it-is-empty-and-no-extension':
    'Es ist leer, und keine Erweiterung hat etwas dafür, also gibt es mit --mutable={mode} nichts darüber zu legen.',
  'systemd.it-is-folder-that-lies-inside':
    'Sie ist ein Ordner, der in {hierarchy} liegt, das sie erweitert, und overlayfs nimmt keine Schicht, die in einer anderen liegt.',
  'systemd.it-is-image-without-release-file': 'Sie ist ein Abbild ohne Release-Datei: systemd braucht {path} darin.',
  'systemd.it-is-meant-for-not-initrd': 'Sie ist für {scope} gemacht, nicht für ein initrd.',
  'systemd.it-is-meant-for-not-portable': 'Sie ist für {scope} gemacht, nicht für portable Dienste.',
  'systemd.it-is-meant-for-not-running': 'Sie ist für {scope} gemacht, nicht für ein laufendes System.',
  'systemd.it-is-no-folder-so-nothing': 'Es ist kein Ordner, also lässt sich nichts darüber legen.',
  'systemd.it-is-protected-by-dm-verity': 'Sie ist durch dm-verity geschützt, das dieser Kernel nicht hat.',
  'systemd.it-is-same-folder-as-or':
    'Sie ist derselbe Ordner wie {other}, oder eine liegt in der anderen, und overlayfs nimmt keine Schicht, die in einer anderen liegt.',
  'systemd.it-is-symlink-that-leads-in': 'Es ist ein Symlink, der im Kreis führt, und systemd bricht daran ab.',
  'systemd.it-is-symlink-that-leads-in-circle': 'Es ist ein Symlink, der im Kreis führt.',
  'systemd.it-leads-to-itself-which-cannot': 'Es führt zu {hierarchy} selbst, was sich nicht übernehmen lässt.',
  'systemd.it-lies-on-file-system-that':
    'Es liegt auf einem Dateisystem, das schreibgeschützt eingehängt ist, also lässt sich nichts hinein schreiben.',
  'systemd.it-needs-this-host-is': 'Sie braucht {wanted}, dieser Host ist {host}.',
  'systemd.it-was-built-for-extension-level':
    'Sie wurde für das Erweiterungs-Level {level} gebaut, dieser Host bietet {host}.',
  'systemd.it-was-built-for-spelled':
    'Sie wurde für {wanted} gebaut, dieser Host ist {host}. systemd schreibt das {spelling}.',
  'systemd.it-was-built-for-this-host': 'Sie wurde für {wanted} gebaut, dieser Host ist {host}.',
  'systemd.its-hash-tree-does-not-have': 'Ihr Hashbaum hat nicht den Root-Hash, den ihre Partitionen nennen.',
  'systemd.its-name-has-character-which-cannot':
    'Ihr Name enthält das Zeichen {character}, das in einer Schicht von overlayfs nicht stehen kann.',
  'systemd.its-release-file-holds-no-assignment':
    'Ihre Release-Datei {path} enthält keine Zuweisung wie ID=_any, also lässt systemd sie aus.',
  'systemd.its-release-file-is-folder': 'systemd kann ihre Release-Datei nicht lesen: {path} ist ein Ordner.',
  'systemd.its-release-file-is-named-but':
    'Ihre Release-Datei heißt {found}, müsste aber {wanted} heißen; systemd lässt sie aus.',
  'systemd.its-release-file-is-named-but-image':
    'Ihre Release-Datei heißt {files}, ein Abbild dieses Namens braucht aber {wanted}.',
  'systemd.its-release-file-is-named-but-image-or-cut':
    'Ihre Release-Datei heißt {files}, ein Abbild dieses Namens braucht aber {wanted}, oder diesen Namen vor seinem ersten _ oder +.',
  'systemd.its-release-file-names-no-id':
    'Ihre Release-Datei nennt keine ID, also weiß systemd nicht, für welches System sie ist.',
  'systemd.its-release-file-names-no-version': 'Ihre Release-Datei nennt keine VERSION_ID, dieser Host ist {host}.',
  'systemd.its-release-file-stands-in-where':
    'Ihre Release-Datei steht in {here}, wo eine {other} sie hat; eine {own} hat sie in {there}. systemd lässt sie aus.',
  'systemd.keep-it-outside-for-example-in':
    'Halte sie außerhalb von {hierarchy}, zum Beispiel in /var/lib, oder als Abbild.',
  'systemd.look-for-extension-that-is-folder':
    'Such eine Erweiterung, die ein Ordner in dem ist, was sie erweitert, oder in einer anderen, oder die : , " \' oder \\ im Namen hat; deaktiviere sie und versuche es noch einmal.',
  'systemd.look-in-search-directories-for-symlink':
    'Such in den Suchverzeichnissen einen Symlink, der im Kreis oder durch eine Datei führt, entferne ihn und versuche es noch einmal.',
  'systemd.make-of-this-host-folder': 'Mache {path} dieses Hosts zu einem Ordner.',
  'systemd.mask-at-least-of-them-and':
    'Deaktiviere mindestens {count} davon und versuche es noch einmal. Über der Grenze scheitert ein Zusammenführen oder nimmt das eigene {path} des Hosts weg.',
  'systemd.mask-extension-that-is-meant-or':
    'Deaktiviere die gemeinte Erweiterung oder repariere sie und versuche es noch einmal.',
  'systemd.mask-or-repair-it-and-try': 'Deaktiviere {name} oder repariere es und versuche es noch einmal.',
  'systemd.mend-os-release-file-of-this': 'Bring die Datei os-release dieses Hosts in Ordnung.',
  'systemd.merge-without-mutable-layer-or-with':
    'Führe ohne beschreibbare Schicht zusammen, oder mit einem anderen Modus.',
  'systemd.merged-into-now': 'In {path} ist jetzt zusammengeführt: {names}.',
  'systemd.mount-it-writable-or-merge-without':
    'Hänge es beschreibbar ein, oder führe ohne beschreibbare Schicht zusammen.',
  'systemd.no-scope-at-all': 'gar keinen Bereich',
  'systemd.nothing-is-merged-into-now': 'In {path} ist jetzt nichts zusammengeführt.',
  'systemd.nothing-is-merged-now': 'Jetzt ist nichts zusammengeführt.',
  'systemd.os-release-file-of-this-host': 'Die Datei os-release dieses Hosts nennt keine ID.',
  'systemd.read-what-systemd-said-mask-what':
    'Lies, was systemd sagt, deaktiviere, was es meint, und versuche es noch einmal.',
  'systemd.refresh-instead-or-unmerge-first': 'Führe stattdessen neu zusammen, oder hebe es erst auf.',
  'systemd.remove-or-mend-where-it-leads':
    'Entferne {path}, oder berichtige, wohin es führt; Deaktivieren hilft nicht.',
  'systemd.rename-file-to-raw-name-that': 'Benenne die Datei in {name}.raw um, wie ihre Release-Datei heißt.',
  'systemd.rename-it-no-colon-comma-backslash':
    'Benenne sie um: kein Doppelpunkt, Komma, Rückstrich oder Anführungszeichen.',
  'systemd.repair-or-take-it-away-and': 'Repariere {path} oder nimm es weg und versuche es noch einmal.',
  'systemd.root-hash-beside-it-is-not': 'Der Root-Hash daneben gehört zu keiner ihrer Partitionen.',
  'systemd.scope': 'den Bereich {scope}',
  'systemd.still-merged': 'Noch zusammengeführt: {names}.',
  'systemd.symlink-on-way-to-usr-lib':
    'Auf dem Weg zu usr/lib/os-release oder ihrer Release-Datei führt ein Symlink im Kreis.',
  'systemd.systemd-cannot-read-its-release-file': 'systemd kann ihre Release-Datei nicht lesen: {reason}.',
  'systemd.systemd-refuses-every-merge-here': 'systemd verweigert hier jedes Zusammenführen: {reason}',
  'systemd.unknown-root-hash-may-stand-in':
    'Unbekannt: In ihren erweiterten Attributen kann ein Root-Hash stehen, und getfattr konnte sie nicht lesen. Sieh nach, ob getfattr (aus dem Paket attr) hier funktioniert, und lade neu.',
  'systemd.unknown-whether-counts-is-told-by':
    'Unbekannt: Ob {path} gilt, sagt ein erweitertes Attribut, das nur mit getfattr oder GNU tar zu lesen ist.',
  'systemd.use-mode-yes-or-auto-or': 'Nimm den Modus yes oder auto, oder mache {path} zu einem eigenen Ordner.',
  'systemd.verity-file-stands-beside-it-which':
    'Daneben steht eine .verity-Datei, die systemd nur für ein Abbild ohne Partitionen annimmt.',
  'systemd.file-has-nul-byte': 'die Datei hat ein NUL-Byte',
  'systemd.file-is-not-valid-utf-8': 'die Datei ist kein gültiges UTF-8',
  'systemd.file-has-non-character': 'die Datei hat ein Zeichen, das Unicode nicht vergibt',
} as const satisfies Translation<typeof EN_SYSTEMD>;
