/** German of extensions and what is in them. */
import type { EN_EXTENSION } from '../en/extension.ts';
import type { Translation } from '../template.ts';

export const DE_EXTENSION = {
  'extension.bare-file-system-has-no-verity':
    'Das Abbild ist ein bloßes Dateisystem ({form}): Es hat keinen dm-verity-Baum, der sich prüfen ließe.',
  'extension.image-of-vendor-is-not-here':
    'Das System hält das Abbild unter {target} vor, und das ist nicht da: Die Partition ist nicht eingehängt, oder das System bringt es beim nächsten Start.',
  'extension.has-label-of-another':
    'Hat den SELinux-Typ {type}, wo die Richtlinie dieses Hosts für den Pfad {expected} hat.',
  'extension.no-merge-takes-it-in': 'Kein Zusammenführen nimmt sie auf.',
  'extension.on-systemd': 'Mit systemd {versions}: {what}',
  'extension.all-of-etc-is-read-only':
    'Ganz /etc ist nur lesbar, solange Konfigurationserweiterungen zusammengeführt sind, auch für Passwörter und Rechnernamen.',
  'extension.at-every-merge-refresh-and-unmerge':
    'Bei jedem Zusammenführen, Neu-Zusammenführen und Herausnehmen startet systemd {units} neu.',
  'extension.at-every-merge-refresh-and-unmerge-systemd':
    'Bei jedem Zusammenführen, Neu-Zusammenführen und Herausnehmen lädt systemd {units} neu oder startet es neu.',
  'extension.attributes-cannot-be-read':
    'Die erweiterten Attribute von {path} sind nicht zu lesen: getfattr brauchte zu lange.',
  'extension.base': 'der Basis',
  'extension.base-file-is-link': 'Dort hat das System einen Link auf {target}.',
  'extension.base-file-lies-under-merge':
    'Was das System dort hat, ist nicht bekannt: Es liegt unter dem Merge. Ohne ihn lässt es sich vergleichen.',
  'extension.base-has-no-regular-file': 'Dort hat das System keine gewöhnliche Datei.',
  'extension.base-has-no-such-file': 'Das System hat keine solche Datei.',
  'extension.configuration-extension-in-it-is-listed':
    'Die Konfigurationserweiterung {name} darin wird gelistet, sobald diese hier zusammengeführt ist, aber nicht beim Systemstart zusammengeführt.',
  'extension.convert-it-with-qemu-img-convert': 'Wandle sie um mit: qemu-img convert -O raw',
  'extension.debian-package': 'ein Debian-Paket',
  'extension.device-0-0-deletes-what-has': 'Ein Gerät 0:0 löscht hier etwas von {owner}.',
  'extension.download-file-itself-page-was-saved': 'Lade die Datei selbst; statt ihrer wurde eine Seite gespeichert.',
  'extension.download-it-again-or-ask-where': 'Lade sie noch einmal, oder frage dort, woher sie kommt.',
  'extension.download-it-again-transfer-may-have': 'Lade sie noch einmal; die Übertragung brach vielleicht ab.',
  'extension.every-merge-fails-while-it-is': 'Jedes Zusammenführen scheitert, solange sie da ist.',
  'extension.extensions-were-not-looked-through-for':
    '{count} Erweiterungen wurden nicht durchgesehen, denn das dauert zu lange; beim nächsten Versuch werden sie es.',
  'extension.fetch-file-with-git-lfs-pull': 'Hole die Datei mit: git lfs pull',
  'extension.file-is-empty': 'Die Datei ist leer.',
  'extension.file-is-empty-2': 'die Datei ist leer',
  'extension.file-is-not-image': 'Die Datei ist {what}, kein Abbild. {next}',
  'extension.file-is-not-image-2': 'die Datei ist {what}, kein Abbild',
  'extension.file-takes-place-of-folder-of':
    'Eine Datei tritt an die Stelle eines Ordners von {owner}; alles in dem Ordner ist weg.',
  'extension.filled-with-zeroes-at-its-start': 'am Anfang voller Nullen',
  'extension.folder-cannot-be-packed': 'Der Ordner {path} lässt sich nicht packen: {reason}.',
  'extension.folder-gets-instead-of': 'Der Ordner bekommt {rights} statt {before}.',
  'extension.folder-gets-instead-of-so-that':
    'Der Ordner bekommt {rights} statt {before}, sodass nicht mehr jeder hineinsehen darf.',
  'extension.folder-is-marked-as-opaque-so':
    'Der Ordner ist als undurchsichtig markiert, sodass weg ist, was tiefere Lagen darin haben: {names}.',
  'extension.folder-is-marked-as-opaque-so-that':
    'Der Ordner ist als undurchsichtig markiert, sodass weg ist, was auch immer tiefere Lagen darin haben.',
  'extension.folder-takes-place-of-file-of':
    'Ein Ordner tritt an die Stelle einer Datei von {owner}; die Datei ist weg.',
  'extension.folder-takes-place-of-link-of':
    'Ein Ordner tritt an die Stelle eines Links von {owner}; was über den Link zu erreichen war, ist weg.',
  'extension.give-file-name-such-as-name': 'Gib der Datei einen Namen wie NAME.raw.',
  'extension.has-no-selinux-label-which-this': 'Hat kein SELinux-Label, das dieser Host verlangt.',
  'extension.has-same-name-in-same-folder':
    '{others} hat denselben Namen im selben Ordner; systemd nimmt, was der Ordner zuerst nennt. Entferne eines davon.',
  'extension.image-cannot-be-read': 'Das Abbild lässt sich nicht lesen: {reason}.',
  'extension.image-has-no-verity-partition-that': 'Das Abbild hat keine Verity-Partition, die systemd verwenden würde.',
  'extension.image-is-broken': 'Das Abbild ist defekt: {reason}.',
  'extension.image-is-of-no-use': 'Das Abbild ist nicht zu gebrauchen: {reason}.',
  'extension.install-it-with-apt-or-pack': 'Installiere es mit apt, oder packe seine Dateien als Erweiterung.',
  'extension.install-it-with-dnf-or-pack': 'Installiere es mit dnf, oder packe seine Dateien als Erweiterung.',
  'extension.is-meant-to-start-at-boot': '{unit} soll mit dem System starten und lief nie, seit dieses System läuft.',
  'extension.is-not-file': '{path} ist ein {type}, keine Datei.',
  'extension.is-which-is-neither-yes-nor':
    '{field} ist {value}, was für systemd weder Ja noch Nein ist und darum als Nein gilt.',
  'extension.it-asks-for-which-systemd-does': 'Sie verlangt {field}, was systemd {version} nicht kennt, erst 262.',
  'extension.it-asks-for-which-systemd-does-not': 'Sie verlangt {field}, was systemd {version} nicht kennt, erst 255.',
  'extension.it-cannot-be-looked-at-with': 'Mit deinen Rechten lässt es sich nicht ansehen.',
  'extension.it-cannot-be-looked-through': 'Sie lässt sich nicht durchsehen: {reason}.',
  'extension.it-cannot-be-read': 'Sie lässt sich nicht lesen ({code}).',
  'extension.it-cannot-be-read-2': 'Sie lässt sich nicht lesen: {reason}.',
  'extension.it-fits-and-comes-in-with': 'Sie passt; das nächste Zusammenführen nimmt sie auf.',
  'extension.it-has-more-than-files': 'sie hat mehr als {count} Dateien',
  'extension.it-has-os-release-of-its': 'Sie hat eine eigene os-release, woran jedes Zusammenführen scheitert.',
  'extension.it-hides-one-of-so-that':
    'Sie verdeckt die von {owners}, sodass nicht mehr gefunden wird, was nur jene kennt.',
  'extension.it-holds-which-systemd-cannot-open': 'Sie enthält {what}, was systemd hier nicht öffnen kann.',
  'extension.it-is-neither-file-nor-folder':
    'Es ist weder Datei noch Ordner noch Blockgerät, also übergeht systemd es.',
  'extension.it-is-stack-of-layers-systemd':
    'Es ist ein Stapel von Ebenen (systemd.mstack(7)), den systemd nicht als Erweiterung einbinden kann.',
  'extension.it-leads-nowhere': 'Es führt nirgendwohin.',
  'extension.it-leads-nowhere-any-more': 'Es führt nirgendwohin mehr.',
  'extension.it-leads-nowhere-so-there-is': 'Es führt nirgendwohin, also gibt es nichts zu zeigen.',
  'extension.it-masks-name-that-no-other': 'Es maskiert einen Namen, den kein anderer Ordner anbietet.',
  'extension.it-took-too-much-to-read':
    'sie zu lesen hat zu viel gekostet, und es wird erst wieder versucht, wenn sie sich ändert: Hole sie neu von jemandem, dem du vertraust, oder entferne sie',
  'extension.its-contents-cannot-be-read': 'Ihr Inhalt lässt sich nicht lesen ({code}).',
  'extension.its-contents-cannot-be-shown': 'Ihr Inhalt lässt sich nicht zeigen: {reason}.',
  'extension.its-files-cannot-be-compared': 'Ihre Dateien lassen sich nicht vergleichen: {reason}.',
  'extension.its-files-cannot-be-read': 'Ihre Dateien lassen sich nicht lesen ({code}).',
  'extension.its-group': 'seiner Gruppe',
  'extension.its-owner': 'seines Besitzers',
  'extension.link-takes-place-of-folder-of':
    'Ein Link tritt an die Stelle eines Ordners von {owner}; alles in dem Ordner ist weg.',
  'extension.link-to-dev-null-masks-nothing': 'Ein Link nach /dev/null maskiert nichts. {other} wird trotzdem benutzt.',
  'extension.link-to-dev-null-masks-nothing-2': 'Ein Link nach /dev/null maskiert nichts.',
  'extension.look-for-raw-file-that-was': 'Sieh nach der .raw-Datei, die gemeint war.',
  'extension.merge-fails-and-takes-away-what':
    'Das Zusammenführen scheitert und nimmt weg, was eingehängt ist: systemd {version} bricht ab, wo etwas in etwas anderem eingehängt ist, wie {places}.',
  'extension.mode-of': 'Modus {mode} von {owner}',
  'extension.name-of-image-ends-in-raw': 'Der Name eines Abbilds endet auf .raw.',
  'extension.needs-which-neither-base-nor-extension':
    'Braucht {libraries}, was weder die Basis noch eine Erweiterung hat.',
  'extension.no-version-in-this-folder-fits':
    'Keine Version in diesem Ordner passt zu diesem Host, also nimmt systemd keine. Es sucht {pattern}.',
  'extension.make-them-with': 'So entstehen sie: {command}',
  'extension.paths-it-needs-are-not-there': 'Sie will {names}, und nichts hat das angelegt.',
  'extension.users-it-needs-are-not-there': 'Sie will die Konten {names}, und nichts hat sie angelegt.',
  'extension.nothing-made-cache': '{cache} fehlt, also findet nichts danach.',
  'extension.of-base-knows-nothing-of-it':
    '{cache} der Basis weiß nichts davon, sodass es vielleicht nicht gefunden wird.',
  'extension.of-its-files-outside-and-will': {
    one: '{count} ihrer Dateien liegt außerhalb von {where} und wird nicht zu sehen sein.',
    other: '{count} ihrer Dateien liegen außerhalb von {where} und werden nicht zu sehen sein.',
  },
  'extension.of-no-kind-that-is-known': 'von keiner bekannten Art',
  'extension.pack-it-as-extension-below-usr': 'Packe es als Erweiterung, unter usr/bin oder usr/lib.',
  'extension.pack-it-as-extension-below-usr-bin': 'Packe es als Erweiterung, unter usr/bin.',
  'extension.packed-with-bzip2': 'mit bzip2 gepackt',
  'extension.packed-with-gzip': 'mit gzip gepackt',
  'extension.packed-with-xz': 'mit xz gepackt',
  'extension.packed-with-zstd': 'mit zstd gepackt',
  'extension.pdf-document': 'ein PDF-Dokument',
  'extension.plain-text': 'einfacher Text',
  'extension.pointer-of-git-lfs': 'ein Verweis von Git LFS',
  'extension.process-for-foreign-files-could-not': 'Ein Prozess für fremde Dateien ließ sich nicht starten.',
  'extension.process-that-reads-files-ended-in': 'Der Prozess, der Dateien liest, endete mitten in seiner Arbeit.',
  'extension.program-is-built-for-which-does':
    'Das Programm ist für {machine} gebaut, was {host} ohne Emulator nicht startet.',
  'extension.program-or-library-elf': 'ein Programm oder eine Bibliothek (ELF)',
  'extension.programs-like-this-one-are-built':
    '{count} Programme, wie dieses, sind für {machine} gebaut, was {host} ohne Emulator nicht startet.',
  'extension.qemu-disk-qcow2': 'eine QEMU-Platte (qcow2)',
  'extension.release-file-of-configuration-extension-counts':
    'Die Release-Datei einer Konfigurationserweiterung gilt nur unter /etc/extension-release.d.',
  'extension.rpm-package': 'ein RPM-Paket',
  'extension.runs-with-capabilities-of-its-own': 'Läuft mit eigenen Capabilities.',
  'extension.runs-with-rights-of-mode': 'Läuft mit den Rechten {whose} (Modus {mode}).',
  'extension.script': 'ein Skript',
  'extension.sqlite-database': 'eine SQLite-Datenbank',
  'extension.symlink-leads-in-circle-and-systemd':
    'Der Symlink führt im Kreis, und systemd zählt gar nichts auf, solange er da ist.',
  'extension.symlink-leads-nowhere-so-systemd-does':
    'Der Symlink führt nirgendwohin, also sieht systemd hier keine Erweiterung.',
  'extension.symlink-leads-through-file-and-systemd':
    'Der Symlink führt durch eine Datei, und systemd zählt gar nichts auf, solange er da ist.',
  'extension.symlink-leads-to-dev-null-which':
    'Der Symlink führt nach /dev/null, was systemd übergeht: Er ist keine Erweiterung und maskiert nichts.',
  'extension.systemd-does-not-see-it': 'systemd sieht sie nicht.',
  'extension.take-out-what-is-no-file':
    'Nimm heraus, was weder Datei noch Ordner noch Symlink ist, oder was du nicht lesen darfst.',
  'extension.tar-archive': 'ein tar-Archiv',
  'extension.there-are-more-like-this': '{what} Davon gibt es noch {count}.',
  'extension.there-are-too-many-files-to-find':
    'Ihre Dateien werden nicht durchsucht: Auf diesem Host sind es zu viele.',
  'extension.there-is-more-than-is-listed': 'Es gibt mehr, als hier steht.',
  'extension.there-is-no-inside': 'Es gibt kein {path} darin.',
  'extension.node-packs-no-zstd': 'Das Node, mit dem Veneer läuft, kann nicht mit zstd packen.',
  'extension.pack-with-gzip': 'Pack mit gzip, oder führ Veneer mit Node 22.15 oder neuer aus.',
  'extension.there-is-no-room-to-pack': 'Es ist kein Platz, um {path} zu packen.',
  'extension.this-and-more-folders-get-instead': 'Dieser und {count} weitere Ordner bekommen {rights} statt {before}.',
  'extension.this-and-more-folders-get-instead-of':
    'Dieser und {count} weitere Ordner bekommen {rights} statt {before}, sodass nicht mehr jeder hineinsehen darf.',
  'extension.this-kernel-cannot-mount-so-that':
    'Dieser Kernel kann {format} nicht einhängen, sodass jedes Zusammenführen scheitert.',
  'extension.this-kernel-cannot-read-with-so':
    'Dieser Kernel kann {format} mit {compressor} nicht lesen, sodass jedes Zusammenführen scheitert.',
  'extension.this-kernel-has-no-dm-verity':
    'Dieser Kernel hat kein dm-verity, das das Abbild braucht, sodass jedes Zusammenführen scheitert.',
  'extension.this-version-searches': 'Diese Version durchsucht {folders}.',
  'extension.to-mask-put-empty-folder-named': 'Um {name} zu maskieren, lege einen leeren Ordner {same} in {folder} an.',
  'extension.unknown': 'Unbekannt: {reason}.',
  'extension.unknown-can-only-be-read-by': 'Unbekannt: {form} ist nur durch Einhängen zu lesen.',
  'extension.unknown-it-may-not-be-read':
    'Unbekannt: Du darfst sie nicht lesen. Starte Veneer als root, oder bitte um Leserecht.',
  'extension.unknown-it-was-not-brought': 'Unbekannt: Der Inhalt wurde nicht hierher geholt.',
  'extension.unknown-it-took-too-much-to': 'Unbekannt: Sie zu lesen hat zu viel gekostet.',
  'extension.unpack-it-and-look-for-raw': 'Packe sie aus und sieh nach einer .raw-Datei darin.',
  'extension.unpack-it-first-for-example-with': 'Packe sie zuerst aus, zum Beispiel mit {program}.',
  'extension.unpack-it-to-folder-name-in': 'Packe es in einen Ordner NAME in /var/lib/extensions aus.',
  'extension.unpack-it-with-veneer-unpack-file': 'Packe sie aus mit: veneer unpack DATEI',
  'extension.web-page': 'eine Webseite',
  'extension.what-is-mounted-at-vanishes-for':
    'Was an {places} eingehängt ist, verschwindet, denn systemd {version} nimmt Eingehängtes nicht mit.',
  'extension.what-was-being-read-ended-in': 'Was gelesen wurde, brach in der Mitte ab.',
  'extension.what-was-sent-takes-too-much': 'Was gesendet wurde, braucht zu viel zum Lesen.',
  'extension.whether-it-hides-folders-or-links': {
    one: 'Ob sie Ordner oder Links der Basis verdeckt, lässt sich an {count} Pfad nicht sagen: Dort liegen Erweiterungen darüber.',
    other:
      'Ob sie Ordner oder Links der Basis verdeckt, lässt sich an {count} Pfaden nicht sagen: Dort liegen Erweiterungen darüber.',
  },
  'extension.which-of-its-folders-are-marked':
    'Welche ihrer Ordner als undurchsichtig markiert sind, kann nur root sehen, mit getfattr.',
  'extension.will-not-be-started-at-boot':
    '{units} startet nicht mit dem System: {target} verlangt es zwar, aber systemd entscheidet das vor dem Zusammenführen. Veneer kann es starten: im Fenster unter Host, oder mit: veneer boot-refresh on',
  'extension.will-not-be-started-at-boot-it':
    '{units} startet nicht mit dem System: Es soll zwar laufen, aber keine Erweiterung lässt systemd seine Units neu lesen. Veneer kann es starten: im Fenster unter Host, oder mit: veneer boot-refresh on',
  'extension.xml-document': 'ein XML-Dokument',
  'extension.zip-archive': 'ein ZIP-Archiv',
  'extension.is-type-not-file': '{path} ist keine Datei, sondern: {type}',
  'extension.reading-failed-with': 'beim Lesen kam {code}',
} as const satisfies Translation<typeof EN_EXTENSION>;
