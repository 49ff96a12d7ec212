/**
 * German for what the core and the helper say, by the pattern of the English sentence; `{name}` takes any text, which is
 * translated itself where it is a sentence of the core. What a reader says of the bytes of a broken image stays English:
 * it is for a bug report.
 */
export const GERMAN_CORE: Readonly<Record<string, string>> = {
  'From where {path} came is not kept: several transfer files fit.':
    'Woher {path} kam, wird nicht aufgehoben: Mehrere Transfer-Dateien passen.',
  'From where {name} came cannot be kept, so it counts as a file once it is moved and installed.':
    'Woher {name} kam, lässt sich nicht aufheben, also gilt sie als Datei, sobald sie verschoben und installiert wird.',
  'From where {path} came is not kept.': 'Woher {path} kam, wird nicht aufgehoben.',
  'From where {path} came could not be kept: {reason}': 'Woher {path} kam, ließ sich nicht aufheben: {reason}',
  // Whether an extension fits
  'It fits any OS.': 'Sie passt zu jedem System.',
  'It fits: both are at extension level {level}.': 'Sie passt: Beide haben das Erweiterungs-Level {level}.',
  'It fits: both are {id} {version}.': 'Sie passt: Beide sind {id} {version}.',
  'It fits: {id} is a rolling release without a version to compare.':
    'Sie passt: {id} ist eine rollende Ausgabe ohne Version zum Vergleichen.',
  'It fits: the host has no version to compare and the extension no level.':
    'Sie passt: Der Host hat keine Version zum Vergleichen und die Erweiterung kein Level.',
  'It was built for extension level {level}, this host offers {host}.':
    'Sie wurde für das Erweiterungs-Level {level} gebaut, dieser Host bietet {host}.',
  'It was built for {wanted}, this host is {host}.': 'Sie wurde für {wanted} gebaut, dieser Host ist {host}.',
  'It needs {wanted}, this host is {host}.': 'Sie braucht {wanted}, dieser Host ist {host}.',
  'It needs systemd 256 or newer.': 'Das braucht systemd 256 oder neuer.',
  'It is meant for {scope}, not for a running system.': 'Sie ist für {scope} gemacht, nicht für ein laufendes System.',
  'no scope at all': 'gar keinen Bereich',
  'the scope {scope}': 'den Bereich {scope}',
  'Its release file names no ID, so systemd cannot tell which OS it is for.':
    'Ihre Release-Datei nennt keine ID, also weiß systemd nicht, für welches System sie ist.',
  'Its release file names no VERSION_ID, this host is {host}.':
    'Ihre Release-Datei nennt keine VERSION_ID, dieser Host ist {host}.',
  'It has no extension-release file of its own name, so systemd leaves it out.':
    'Sie hat keine Release-Datei ihres eigenen Namens, also lässt systemd sie aus.',
  'Its release file is named {found}, but must be {wanted}; systemd leaves it out.':
    'Ihre Release-Datei heißt {found}, müsste aber {wanted} heißen; systemd lässt sie aus.',
  'It has several release files of other names, so systemd takes none of them.':
    'Sie hat mehrere Release-Dateien anderer Namen, also nimmt systemd keine davon.',
  'systemd cannot read its release file: {reason}.': 'systemd kann ihre Release-Datei nicht lesen: {reason}.',
  'Unknown: whether {path} counts is told by an extended attribute, which needs getfattr or GNU tar to read.':
    'Unbekannt: Ob {path} gilt, sagt ein erweitertes Attribut, das nur mit getfattr oder GNU tar zu lesen ist.',
  'Unknown: a root hash may stand in its extended attributes, which getfattr could not read. Look whether getfattr (of the package attr) works here, and reload.':
    'Unbekannt: In ihren erweiterten Attributen kann ein Root-Hash stehen, und getfattr konnte sie nicht lesen. Sieh nach, ob getfattr (aus dem Paket attr) hier funktioniert, und lade neu.',
  'Extended attributes of images cannot be read here: a root hash in one (user.verity.roothash), by which systemd would go, is not seen. Install getfattr, of the package attr.':
    'Erweiterte Attribute von Abbildern sind hier nicht zu lesen: Ein Root-Hash in einem (user.verity.roothash), nach dem systemd sich richten würde, wird nicht gesehen. Installiere getfattr aus dem Paket attr.',
  'Unknown: it may not be read by you. Run Veneer as root, or ask for read permission.':
    'Unbekannt: Du darfst sie nicht lesen. Starte Veneer als root, oder bitte um Leserecht.',
  'Unknown: {form} can only be read by mounting it.': 'Unbekannt: {form} ist nur durch Einhängen zu lesen.',
  'Unknown: it took too much to read.': 'Unbekannt: Sie zu lesen hat zu viel gekostet.',
  'Unknown: {reason}.': 'Unbekannt: {reason}.',
  'it took too much to read, and is not tried again before it changes: get it anew from whom you trust, or remove it':
    'sie zu lesen hat zu viel gekostet, und es wird erst wieder versucht, wenn sie sich ändert: Hole sie neu von jemandem, dem du vertraust, oder entferne sie',
  '{path} is not packed with gzip, xz or zstd.': '{path} ist nicht mit gzip, xz oder zstd gepackt.',
  '{path} was not unpacked: {reason}.': '{path} wurde nicht entpackt: {reason}.',
  'The image cannot be read: {reason}.': 'Das Abbild lässt sich nicht lesen: {reason}.',
  'The process that reads files ended in the middle of its work.':
    'Der Prozess, der Dateien liest, endete mitten in seiner Arbeit.',
  'What was being read ended in the middle.': 'Was gelesen wurde, brach in der Mitte ab.',
  'The host has no ID in its os-release, so systemd refuses every merge.':
    'Der Host hat keine ID in seiner os-release, also verweigert systemd jeden Merge.',
  'There is no os-release file, so systemd refuses every merge.':
    'Es gibt keine Datei os-release, also verweigert systemd jeden Merge.',
  '{host} does not tell which extensions it has.': '{host} sagt nicht, welche Erweiterungen es hat.',
  '{path} is not a file.': '{path} ist keine Datei.',
  '{path} is larger than 1 MiB.': '{path} ist größer als 1 MiB.',
  '{path} cannot be read: {reason}.': '{path} lässt sich nicht lesen: {reason}.',

  // What an image is
  'The file is empty.': 'Die Datei ist leer.',
  'The file is {what}, not an image. {next}': 'Die Datei ist {what}, kein Abbild. {next}',
  'the file is {what}, not an image': 'die Datei ist {what}, kein Abbild',
  'the file is empty': 'die Datei ist leer',
  'The image is broken: {reason}.': 'Das Abbild ist defekt: {reason}.',
  'It carries /usr/lib/os-release, which systemd does not allow.':
    'Sie enthält /usr/lib/os-release, was systemd nicht erlaubt.',
  '{reason} Every merge fails while it is here.': '{reason} Jeder Merge scheitert, solange sie da ist.',
  'packed with gzip': 'mit gzip gepackt',
  'packed with xz': 'mit xz gepackt',
  'packed with zstd': 'mit zstd gepackt',
  'packed with bzip2': 'mit bzip2 gepackt',
  'a ZIP archive': 'ein ZIP-Archiv',
  'a Debian package': 'ein Debian-Paket',
  'an RPM package': 'ein RPM-Paket',
  'a tar archive': 'ein tar-Archiv',
  'a program or library (ELF)': 'ein Programm oder eine Bibliothek (ELF)',
  'a script': 'ein Skript',
  'an SQLite database': 'eine SQLite-Datenbank',
  'a QEMU disk (qcow2)': 'eine QEMU-Platte (qcow2)',
  'a PDF document': 'ein PDF-Dokument',
  'a web page': 'eine Webseite',
  'an XML document': 'ein XML-Dokument',
  'a pointer of Git LFS': 'ein Verweis von Git LFS',
  'plain text': 'einfacher Text',
  'filled with zeroes at its start': 'am Anfang voller Nullen',
  'of no kind that is known': 'von keiner bekannten Art',
  'Unpack it first, for example with {program}.': 'Packe sie zuerst aus, zum Beispiel mit {program}.',
  'Unpack it with: veneer unpack FILE': 'Packe sie aus mit: veneer unpack DATEI',
  'Unpack it and look for a .raw file inside.': 'Packe sie aus und sieh nach einer .raw-Datei darin.',
  'Install it with apt, or pack its files as an extension.':
    'Installiere es mit apt, oder packe seine Dateien als Erweiterung.',
  'Install it with dnf, or pack its files as an extension.':
    'Installiere es mit dnf, oder packe seine Dateien als Erweiterung.',
  'Unpack it to a folder NAME in /var/lib/extensions.': 'Packe es in einen Ordner NAME in /var/lib/extensions aus.',
  'Pack it as an extension, below usr/bin or usr/lib.': 'Packe es als Erweiterung, unter usr/bin oder usr/lib.',
  'Pack it as an extension, below usr/bin.': 'Packe es als Erweiterung, unter usr/bin.',
  'Look for the .raw file that was meant.': 'Sieh nach der .raw-Datei, die gemeint war.',
  'Convert it with: qemu-img convert -O raw': 'Wandle sie um mit: qemu-img convert -O raw',
  'Download the file itself; a page was saved in its place.':
    'Lade die Datei selbst; statt ihrer wurde eine Seite gespeichert.',
  'Fetch the file with: git lfs pull': 'Hole die Datei mit: git lfs pull',
  'Download it again; the transfer may have been cut off.':
    'Lade sie noch einmal; die Übertragung brach vielleicht ab.',
  'Download it again, or ask where it comes from.': 'Lade sie noch einmal, oder frage dort, woher sie kommt.',

  // What should be known of an entry
  'The symlink leads nowhere, so systemd does not see an extension here.':
    'Der Symlink führt nirgendwohin, also sieht systemd hier keine Erweiterung.',
  'The symlink leads to /dev/null, which systemd passes over: it is no extension and masks nothing.':
    'Der Symlink führt nach /dev/null, was systemd übergeht: Er ist keine Erweiterung und maskiert nichts.',
  'It is neither a file nor a folder nor a block device, so systemd passes it over.':
    'Es ist weder Datei noch Ordner noch Blockgerät, also übergeht systemd es.',
  'It cannot be looked at with your permissions.': 'Mit deinen Rechten lässt es sich nicht ansehen.',
  '{others} has the same name in the same folder; systemd takes whichever the folder gives first. Remove one.':
    '{others} hat denselben Namen im selben Ordner; systemd nimmt, was der Ordner zuerst nennt. Entferne eines davon.',
  'A link to /dev/null masks nothing. {other} is used all the same. {reason}':
    'Ein Link nach /dev/null maskiert nichts. {other} wird trotzdem benutzt. {reason}',
  'A link to /dev/null masks nothing. {reason}': 'Ein Link nach /dev/null maskiert nichts. {reason}',
  'To mask {name}, put an empty folder named {same} into /etc/extensions.':
    'Um {name} zu maskieren, lege einen leeren Ordner {same} in /etc/extensions an.',
  'It masks a name that no other folder offers.': 'Es maskiert einen Namen, den kein anderer Ordner anbietet.',
  'It leads nowhere.': 'Es führt nirgendwohin.',
  'It leads nowhere any more.': 'Es führt nirgendwohin mehr.',
  'It leads nowhere, so there is nothing to show.': 'Es führt nirgendwohin, also gibt es nichts zu zeigen.',
  'It fits, and comes in with the next refresh.': 'Sie passt und kommt mit dem nächsten Refresh hinzu.',
  'There is more than is listed here.': 'Es gibt mehr, als hier steht.',
  'Its contents cannot be shown: {reason}.': 'Ihr Inhalt lässt sich nicht zeigen: {reason}.',
  'Its contents cannot be read ({code}).': 'Ihr Inhalt lässt sich nicht lesen ({code}).',
  'It cannot be looked through: {reason}.': 'Sie lässt sich nicht durchsehen: {reason}.',
  'It cannot be read ({code}).': 'Sie lässt sich nicht lesen ({code}).',
  'It cannot be read: {reason}.': 'Sie lässt sich nicht lesen: {reason}.',
  'Its files cannot be compared: {reason}.': 'Ihre Dateien lassen sich nicht vergleichen: {reason}.',
  'Its files cannot be read ({code}).': 'Ihre Dateien lassen sich nicht lesen ({code}).',
  'it has more than {count} files': 'sie hat mehr als {count} Dateien',
  'It has an os-release of its own, which makes every merge fail.':
    'Sie hat eine eigene os-release, woran jeder Merge scheitert.',
  '1 of its files lies outside {where} and will not be seen.':
    'Eine ihrer Dateien liegt außerhalb von {where} und wird nicht zu sehen sein.',
  '{count} of its files {verb} outside {where} and will not be seen.':
    '{count} ihrer Dateien liegen außerhalb von {where} und werden nicht zu sehen sein.',
  'Runs with the rights of {whose} (mode {mode}).': 'Läuft mit den Rechten {whose} (Modus {mode}).',
  'its owner': 'seines Besitzers',
  'its group': 'seiner Gruppe',
  'Runs with capabilities of its own.': 'Läuft mit eigenen Capabilities.',
  'Has no SELinux label, which this host enforces.': 'Hat kein SELinux-Label, das dieser Host verlangt.',
  'Needs {libraries}, which neither the base nor an extension has.':
    'Braucht {libraries}, was weder die Basis noch eine Erweiterung hat.',
  'The image has no verity partition for this architecture.':
    'Das Abbild hat keine verity-Partition für diese Architektur.',
  'There is no {path} inside.': 'Es gibt kein {path} darin.',
  '{path} is a {type}, not a file.': '{path} ist ein {type}, keine Datei.',
  '{path} is neither a file nor a folder nor a block device.': '{path} ist weder Datei noch Ordner noch Blockgerät.',
  'systemd takes no extension of the name {name}.': 'systemd nimmt keine Erweiterung mit dem Namen {name}.',
  'Give the file a name such as NAME.raw.': 'Gib der Datei einen Namen wie NAME.raw.',
  'That extension is not there any more.': 'Diese Erweiterung ist nicht mehr da.',

  // Files that are to be installed
  'The folder {path} has no release file, so it is no extension.':
    'Der Ordner {path} hat keine Release-Datei, ist also keine Erweiterung.',
  'Put {file} into it, with ID=_any or the ID and version of the OS that it is for.':
    'Lege {file} darin an, mit ID=_any oder der ID und Version des Systems, für das er ist.',
  'The folder {path} cannot be packed: {reason}.': 'Der Ordner {path} lässt sich nicht packen: {reason}.',
  'Take out what is no file, folder or symlink, or what you may not read.':
    'Nimm heraus, was weder Datei noch Ordner noch Symlink ist, oder was du nicht lesen darfst.',
  'There is no room to pack {path}.': 'Es ist kein Platz, um {path} zu packen.',
  '{path} is empty: it has zero bytes.': '{path} ist leer: null Bytes.',
  'A download or copy of it did not finish. Get the file again.':
    'Ein Herunterladen oder Kopieren wurde nicht fertig. Hole die Datei noch einmal.',
  'There is nothing at {path}.': 'Unter {path} ist nichts.',
  'It may have been moved or deleted. Look where it is now and try again.':
    'Vielleicht wurde es verschoben oder gelöscht. Sieh nach, wo es jetzt ist, und versuche es noch einmal.',
  'You may not read {path}.': 'Du darfst {path} nicht lesen.',
  'Ask its owner for read permission, or copy it to a place of your own.':
    'Bitte den Besitzer um Leserecht, oder kopiere es an einen eigenen Ort.',
  '{path} is being written to.': 'In {path} wird gerade geschrieben.',
  'Wait until the download or copy has finished, and look at it again.':
    'Warte, bis das Herunterladen oder Kopieren fertig ist, und sieh es dann noch einmal an.',
  '{version} cannot be a version in a file name.': '{version} kann in einem Dateinamen keine Version sein.',
  'Name one with --version-as: letters, digits and . _ + ~ ^ - after a letter or digit.':
    'Nenne eine mit --version-as: Buchstaben, Ziffern und . _ + ~ ^ - nach einem Buchstaben oder einer Ziffer.',
  'The name of the file cannot be used.': 'Der Name der Datei lässt sich nicht benutzen.',
  'Give it a name such as NAME.raw and try again.': 'Gib ihr einen Namen wie NAME.raw und versuche es noch einmal.',
  'The name of the file cannot be understood.': 'Der Name der Datei ist nicht zu verstehen.',
  'There is no room to take the file: {size} are sent, {free} are free.':
    'Für die Datei ist kein Platz: {size} werden gesendet, {free} sind frei.',
  'Free some room on this machine, or copy the file to it and open it by its path.':
    'Schaffe Platz auf diesem Rechner, oder kopiere die Datei dorthin und öffne sie über ihren Pfad.',
  'The disk became full while the file was sent. What came was deleted.':
    'Die Platte wurde voll, während die Datei gesendet wurde. Was ankam, wurde gelöscht.',
  'The file could not be taken.': 'Die Datei konnte nicht angenommen werden.',
  'Veneer does not take this.': 'Veneer nimmt das nicht an.',

  // Plans
  'Nothing to do.': 'Nichts zu tun.',
  'Mask {names}': '{names} maskieren',
  'Unmask {names}': 'Die Maske von {names} wegnehmen',
  'Merge into {target}': 'In {target} zusammenführen',
  'Unmerge {target}': '{target} trennen',
  'Re-merge {target}': '{target} neu zusammenführen',
  'Merge into {target}, {how}': 'In {target} zusammenführen, {how}',
  'Re-merge {target}, {how}': '{target} neu zusammenführen, {how}',
  'without checking what fits': 'ohne zu prüfen, was passt',
  'without checking what fits, {how}': 'ohne zu prüfen, was passt, {how}',
  'with --mutable={mode}': 'mit --mutable={mode}',
  '/usr and /opt': '/usr und /opt',
  'It was not merged: {reason} Now {done}.': 'Es wurde nicht zusammengeführt: {reason} Jetzt gilt: {done}.',
  '{name} {version} is current again, and merged':
    '{name} {version} ist wieder die aktuelle Version und zusammengeführt',
  '{name} {version} is current again': '{name} {version} ist wieder die aktuelle Version',
  '{name} is removed again': '{name} ist wieder entfernt',
  'nothing is merged, as before': 'nichts ist zusammengeführt, wie vorher',
  'what was merged before is merged': 'was vorher zusammengeführt war, ist es',
  'of what was merged before, {names} is not merged': 'von dem, was vorher zusammengeführt war, ist {names} es nicht',
  'merging failed again: {reason}': 'der Merge scheiterte noch einmal: {reason}',
  'it could not be taken back: {reason}': 'es ließ sich nicht zurücknehmen: {reason}',
  'Look at the image, and ask who made it. It stays in the store.':
    'Sieh dir das Abbild an und frag, wer es gemacht hat. Es bleibt im Speicher.',
  '{name} {version} would make every merge fail, so {old} is current again: {reason}':
    'Mit {name} {version} würde jeder Merge scheitern, also ist {old} wieder aktuell: {reason}',
  '{name} {version} would make every merge fail, so it is removed again: {reason}':
    'Mit {name} {version} würde jeder Merge scheitern, also ist es wieder entfernt: {reason}',
  '{name} {version} does not fit, so {old} is current again: {reason}':
    '{name} {version} passt nicht, also ist {old} wieder aktuell: {reason}',
  'What was fetched stays in the store. Look at it, or wait for one that fits.':
    'Was geholt wurde, bleibt im Speicher. Sieh es dir an, oder warte auf eines, das passt.',
  '{name} {version} would make every merge fail, so it is not installed: {reason}':
    'Mit {name} {version} würde jeder Merge scheitern, also wird es nicht installiert: {reason}',
  '{name} {version} does not fit, so it is not installed: {reason}':
    '{name} {version} passt nicht, also wird es nicht installiert: {reason}',
  'Wait for one that fits.': 'Warte auf eines, das passt.',
  '{old} stays. Wait for a version that fits.': '{old} bleibt. Warte auf eine Version, die passt.',
  'Install {name} {version}, and keep the image that stands at {path} as version {kept}':
    '{name} {version} installieren und das Abbild, das bei {path} steht, als Version {kept} behalten',
  'Make version {version} of {name} current, and keep the image that stands at {path} as version {kept}':
    'Version {version} von {name} zur aktuellen machen und das Abbild, das bei {path} steht, als Version {kept} behalten',
  'Update {name} to {version}, and keep the image that stands at {path} as version {kept}':
    '{name} auf {version} aktualisieren und das Abbild, das bei {path} steht, als Version {kept} behalten',
  '{step}, and keep the image that stands at {path} as version {version}':
    '{step} und das Abbild, das bei {path} steht, als Version {version} behalten',
  'The image that stands at {path} is kept as version {version}.':
    'Das Abbild, das bei {path} steht, wird als Version {version} behalten.',
  'Kept {path}, which was current.': '{path} behalten, das aktuell war.',
  'Kept the image that stood at {path} as {kept}.': 'Das Abbild, das bei {path} stand, als {kept} behalten.',
  'Somebody writes to the image that is to be kept. Nothing was changed.':
    'Jemand schreibt in das Abbild, das behalten werden soll. Nichts wurde geändert.',
  'Wait until it has ended, and try again.': 'Warte, bis es zu Ende ist, und versuche es noch einmal.',
  'Install {name} {version}': '{name} {version} installieren',
  'Install the helper and its polkit actions': 'Den Helfer und seine polkit-Aktionen installieren',
  'Make version {version} of {name} current': 'Version {version} von {name} zur aktuellen machen',
  'Remove {name} and all its versions': '{name} und alle seine Versionen entfernen',
  'Remove the helper and its polkit actions': 'Den Helfer und seine polkit-Aktionen entfernen',
  'Remove {name}': '{name} entfernen',
  'Delete all but {count} old versions of {name}': 'Alle alten Versionen von {name} bis auf {count} löschen',
  'Stop what a target started again': 'Anhalten, was ein Target wieder gestartet hat',
  'Stop {units}': '{units} anhalten',
  'Let systemd read all unit files again': 'systemd alle Unit-Dateien neu lesen lassen',
  'Start what it hooks into sockets.target, timers.target and multi-user.target':
    'Starten, was sie in sockets.target, timers.target und multi-user.target einhängt',
  'Start the services of extensions at boot ({unit})': 'Die Dienste von Erweiterungen beim Start starten ({unit})',
  'Take {unit} away': '{unit} wegnehmen',
  'Merge at boot (enable {unit})': 'Beim Start zusammenführen ({unit} einschalten)',
  'Do not merge at boot (disable {unit})': 'Beim Start nicht zusammenführen ({unit} ausschalten)',
  'adds {names}': 'nimmt {names} auf',
  'drops {names}': 'nimmt {names} heraus',
  'takes away {units}': 'nimmt {units} weg',
  'brings {units}': 'bringt {units} mit',
  '{names} and {count} more': '{names} und {count} weitere',
  'Extensions are merged over {paths} as well, by {variable}. That stays as it is.':
    'Über {paths} liegen auch Erweiterungen, durch {variable}. Das bleibt, wie es ist.',
  'Also merged, for they fit and are not masked: {names}.':
    'Ebenfalls zusammengeführt, denn sie passen und sind nicht maskiert: {names}.',
  '{name} will not be merged all the same: {reason}': '{name} wird trotzdem nicht zusammengeführt: {reason}',
  'Whether {name} will be merged cannot be foretold: {reason}':
    'Ob {name} zusammengeführt wird, lässt sich nicht vorhersagen: {reason}',
  'The mask of {name} stands in {path} and lasts until the next reboot.':
    'Die Maske von {name} liegt in {path} und hält bis zum nächsten Neustart.',
  '{name} will not be merged here: below a root of its own, this systemd does not follow the symlink {path}.':
    '{name} wird hier nicht zusammengeführt: Unter einer eigenen Wurzel folgt dieses systemd dem Symlink {path} nicht.',
  '{path} is no longer hidden and counts from then on.': '{path} ist dann nicht mehr verdeckt und gilt von da an.',
  'It will have no effect yet: {why}.': 'Es wird noch keine Wirkung haben: {why}.',
  '{name} is masked by {path}': '{name} ist durch {path} maskiert',
  '{path} hides it': '{path} verdeckt es',
  'Extensions of class {class} are merged already, and systemd merges only once.':
    'Erweiterungen der Klasse {class} sind schon zusammengeführt, und systemd führt nur einmal zusammen.',
  'Refresh instead, which merges again with what is there now.':
    'Nimm stattdessen Refresh, das mit dem neu zusammenführt, was jetzt da ist.',
  'A mask has to be made or removed in /etc, which is read-only while configuration extensions are merged.':
    'Eine Maske muss in /etc angelegt oder entfernt werden, das schreibgeschützt ist, solange Konfigurationserweiterungen zusammengeführt sind.',
  'Unmerge them first, make this change, and merge them again.':
    'Trenne sie zuerst, mach diese Änderung, und führe sie dann wieder zusammen.',
  'systemd refuses every merge here: {reason}': 'systemd verweigert hier jeden Merge: {reason}',
  'Mend the os-release file of this host.': 'Bring die Datei os-release dieses Hosts in Ordnung.',
  '{path} would make the whole merge fail: {reason}': 'An {path} würde der ganze Merge scheitern: {reason}',
  'Mask {name}, or remove or replace the file.': 'Maskiere {name}, oder entferne oder ersetze die Datei.',
  'systemd {version} has no configuration extensions.': 'systemd {version} hat keine Konfigurationserweiterungen.',
  'confext needs systemd 254 or newer.': 'confext braucht systemd 254 oder neuer.',
  'systemd {version} has no mutable mode.': 'systemd {version} hat keinen mutable-Modus.',
  'There is no {class} named {name}.': 'Es gibt kein {class} namens {name}.',
  'There is no {class} named {name} to mask.': 'Es gibt kein {class} namens {name} zu maskieren.',
  'See what is there with: veneer list': 'Sieh nach, was da ist, mit: veneer list',
  '{name} was not installed by version, so there is none to go back to.':
    '{name} wurde nicht nach Version installiert, also gibt es keine, zu der es zurückginge.',
  '{name} has no older version in {path}.': '{name} hat keine ältere Version in {path}.',
  '{name} has no {version} in {path}.': '{name} hat kein {version} in {path}.',
  'There are: {versions}.': 'Es gibt: {versions}.',
  '{name} was not looked at.': '{name} wurde nicht angesehen.',
  'To disable it, {paths} has to be moved aside.': 'Um es auszuschalten, muss {paths} beiseite gelegt werden.',
  'Agree to moving it aside; it is kept and can be put back by enabling it.':
    'Stimme zu, dass es beiseite gelegt wird; es bleibt erhalten und kommt beim Einschalten zurück.',

  // How changes are made, and what came of them
  'Changes are made at once, for Veneer runs as root.': 'Änderungen geschehen sofort, denn Veneer läuft als root.',
  'Changes stay inside the sandbox. Nothing on this machine is touched.':
    'Änderungen bleiben in der Sandbox. Nichts auf diesem Rechner wird berührt.',
  'polkit asks for permission, and may remember it for a few minutes.':
    'polkit fragt um Erlaubnis und merkt sie sich vielleicht einige Minuten.',
  'polkit asks for permission at every step. Once the helper is installed, as Settings offers, it asks less often.':
    'polkit fragt bei jedem Schritt um Erlaubnis. Ist der Helfer installiert, wie die Einstellungen es anbieten, fragt es seltener.',
  'systemd itself merges and asks polkit for permission; for the rest the helper is started.':
    'systemd selbst führt zusammen und fragt polkit um Erlaubnis; für alles andere wird der Helfer gestartet.',
  'Only root can change the tree at {path}.': 'Nur root kann den Baum unter {path} ändern.',
  'Run Veneer with sudo to change it.': 'Starte Veneer mit sudo, um ihn zu ändern.',
  'pkexec is not installed, so nobody can be asked for permission.':
    'pkexec ist nicht installiert, also kann niemand um Erlaubnis gefragt werden.',
  'Install polkit, or use sudo.': 'Installiere polkit, oder nimm sudo.',
  'Root cannot start the helper from where Veneer stands.': 'root kann den Helfer dort nicht starten, wo Veneer liegt.',
  'Install Node and, if there is one, the package of Veneer; or use sudo.':
    'Installiere Node und, wenn es eines gibt, das Paket von Veneer; oder nimm sudo.',
  '{reason} Nothing was changed.': '{reason} Nichts wurde geändert.',
  'The authorization was dismissed. Nothing was changed.': 'Die Frage wurde abgelehnt. Nichts wurde geändert.',
  'Apply again and confirm.': 'Wende es noch einmal an und stimme zu.',
  'Nobody can be asked for permission here. Nothing was changed.':
    'Hier kann niemand um Erlaubnis gefragt werden. Nichts wurde geändert.',
  'Run it in a desktop session, start pkttyagent in this one, or use sudo.':
    'Starte es in einer Desktop-Sitzung, starte pkttyagent in dieser, oder nimm sudo.',
  'polkit did not allow it. Nothing was changed.': 'polkit hat es nicht erlaubt. Nichts wurde geändert.',
  'polkit did not allow it, or was dismissed. Nothing was changed.':
    'polkit hat es nicht erlaubt, oder die Frage wurde abgelehnt. Nichts wurde geändert.',
  'Ask an administrator, or run Veneer as a user who may.':
    'Frage einen Administrator, oder starte Veneer als jemand, der es darf.',
  'Apply again and confirm, or ask an administrator, or run Veneer as a user who may.':
    'Wende es noch einmal an und stimme zu, oder frage einen Administrator, oder starte Veneer als jemand, der es darf.',
  'The helper ended without an answer.': 'Der Helfer endete ohne Antwort.',
  'Read the host again to see what is done.': 'Lies den Host neu ein, um zu sehen, was getan ist.',
  'Read the host again to see what is done. Please report this.':
    'Lies den Host neu ein, um zu sehen, was getan ist. Bitte melde das.',
  '{path} cannot be opened any more. Nothing was installed.':
    '{path} lässt sich nicht mehr öffnen. Nichts wurde installiert.',
  'Look whether the file is still there and may be read.':
    'Sieh nach, ob die Datei noch da ist und gelesen werden darf.',
  'The helper cannot be started with {program}.': 'Der Helfer lässt sich mit {program} nicht starten.',
  'The helper gave an answer that cannot be understood.': 'Der Helfer gab eine Antwort, die nicht zu verstehen ist.',
  'systemd did not answer: {why}.': 'systemd hat nicht geantwortet: {why}.',
  'it took too long': 'es dauerte zu lange',
  'it closed the connection': 'es hat die Verbindung geschlossen',
  'its reply is too long': 'seine Antwort ist zu lang',
  'its reply is no JSON object': 'seine Antwort ist kein JSON-Objekt',
  'systemd answered that {verb} is done.': 'systemd hat geantwortet, dass {verb} getan ist.',
  'systemd could not {verb} extensions of class {class}: {reason}. {left}':
    'systemd konnte {verb} für Erweiterungen der Klasse {class} nicht ausführen: {reason}. {left}',
  'systemd could not {verb} extensions of class {class}. {left}':
    'systemd konnte {verb} für Erweiterungen der Klasse {class} nicht ausführen. {left}',
  'systemd wrote its reason into the journal: {command}': 'systemd hat seinen Grund ins Journal geschrieben: {command}',
  'Still merged: {names}.': 'Noch zusammengeführt: {names}.',
  'Nothing is merged now.': 'Jetzt ist nichts zusammengeführt.',
  'Nothing is merged into {path} now.': 'In {path} ist jetzt nichts zusammengeführt.',
  'Merged into {path} now: {names}. {left}': 'In {path} ist jetzt zusammengeführt: {names}. {left}',
  'Merged into {path} now: {names}.': 'In {path} ist jetzt zusammengeführt: {names}.',
  'Mask {name}, or repair it, and try again.': 'Maskiere {name} oder repariere es und versuche es noch einmal.',
  'Repair {path} or take it away, and try again.': 'Repariere {path} oder nimm es weg und versuche es noch einmal.',
  'Mask the extension that is meant, or repair it, and try again.':
    'Maskiere die gemeinte Erweiterung oder repariere sie und versuche es noch einmal.',
  'Give the host an os-release that has an ID, and try again.':
    'Gib dem Host eine os-release, die eine ID hat, und versuche es noch einmal.',
  'Look in the search directories for a symlink that leads in a circle or through a file, remove it and try again.':
    'Such in den Suchverzeichnissen einen Symlink, der im Kreis oder durch eine Datei führt, entferne ihn und versuche es noch einmal.',
  'Look for an extension that is a folder inside what it extends or inside another one, or that has : , " \' or \\ in its name; mask it and try again.':
    'Such eine Erweiterung, die ein Ordner in dem ist, was sie erweitert, oder in einer anderen, oder die : , " \' oder \\ im Namen hat; maskiere sie und versuche es noch einmal.',
  'Refresh instead, or unmerge first.': 'Führe stattdessen neu zusammen, oder hebe es erst auf.',
  'Read what systemd said, mask what it means and try again.':
    'Lies, was systemd sagt, maskiere, was es meint, und versuche es noch einmal.',
  '{program} says that it merged into {path}, but the kernel has no mount there.':
    '{program} sagt, es habe in {path} zusammengeführt, aber der Kernel hat dort kein Mount.',
  'Mounts must propagate for it: mount --make-rshared / and try again.':
    'Dafür müssen Mounts weitergegeben werden: mount --make-rshared / und dann noch einmal.',
  '{program} did not end within {time} and was stopped. {left}':
    '{program} war nach {time} nicht fertig und wurde angehalten. {left}',
  '{program} did not end within {time} and was stopped.':
    '{program} war nach {time} nicht fertig und wurde angehalten.',
  'Look at the host as it is now, and whether a disk or a server does not answer; then try again.':
    'Sieh dir den Host an, wie er jetzt ist, und ob eine Platte oder ein Server nicht antwortet; versuche es dann noch einmal.',
  '{count} extensions may be merged into {path}, which takes {bytes} bytes of options, and the kernel takes {limit}. Veneer did not start systemd.':
    'Bis zu {count} Erweiterungen würden in {path} zusammengeführt. Das braucht {bytes} Bytes an Optionen, und der Kernel nimmt {limit}. Veneer hat systemd nicht gestartet.',
  "Mask at least {count} of them and try again. Above the limit a merge fails, or takes the host's own {path} away.":
    'Maskiere mindestens {count} davon und versuche es noch einmal. Über der Grenze scheitert ein Merge oder nimmt das eigene {path} des Hosts weg.',
  'systemd reported success, but {what}. {left}': 'systemd meldete Erfolg, aber {what}. {left}',
  'systemd said “{words}”, but {what}. {left}': 'systemd sagte „{words}“, aber {what}. {left}',
  '{names} are not merged although they should be': '{names} sind nicht zusammengeführt, obwohl sie das sein sollten',
  '{names} are merged although they should not be': '{names} sind zusammengeführt, obwohl sie das nicht sein sollten',
  '{one} are not merged although they should be, and {other}':
    '{one} sind nicht zusammengeführt, obwohl sie das sein sollten, und {other}',
  'Below a root of its own, this systemd does not follow symlinks: put the image or the folder itself in place of {names}.':
    'Unter einer eigenen Wurzel folgt dieses systemd Symlinks nicht: Lege das Abbild oder den Ordner selbst an die Stelle von {names}.',
  'It could not be foretold what systemd makes of {names}: mask that and try again.':
    'Es war nicht vorherzusagen, was systemd aus {names} macht: Maskiere das und versuche es noch einmal.',
  '{names} is not merged although it should be': '{names} ist nicht zusammengeführt, obwohl es das sein sollte',
  '{names} is merged although it should not be': '{names} ist zusammengeführt, obwohl es das nicht sein sollte',
  '{one} is not merged although it should be, and {other}':
    '{one} ist nicht zusammengeführt, obwohl es das sein sollte, und {other}',
  'Please report this: Veneer judged an extension otherwise than systemd.':
    'Bitte melde das: Veneer hat eine Erweiterung anders beurteilt als systemd.',
  '{reason} Done before that: {done}. Not done: {left}.': '{reason} Davor getan: {done}. Nicht getan: {left}.',
  '{reason} Done before that: {done}.': '{reason} Davor getan: {done}.',
  'Done.': 'Erledigt.',
  'It began, and was not seen to end. The list shows what is there now.':
    'Es begann, und niemand sah sein Ende. Die Liste zeigt, was jetzt da ist.',
  'What is changed cannot be kept in the history.': 'Was geändert wird, kann nicht im Verlauf festgehalten werden.',

  // What goes wrong behind the window
  'Veneer met an error that it did not expect. It goes on.':
    'Veneer ist auf einen unerwarteten Fehler gestoßen. Es läuft weiter.',
  'If it stays, please report it with the log.': 'Bleibt es dabei, melde es bitte mit dem Protokoll.',
  'How far the download of {name} is cannot be kept.':
    'Wie weit {name} heruntergeladen ist, kann nicht festgehalten werden.',
  'Nothing can be downloaded into {folder}.': 'Nach {folder} kann nichts heruntergeladen werden.',
  'Look whether there is room in your cache folder and you may write there.':
    'Sieh nach, ob in deinem Cache-Ordner Platz ist und du dort schreiben darfst.',
  'Another Veneer of yours is changing {path}.': 'Ein anderes Veneer von dir ändert gerade {path}.',
  'A Veneer of yours runs already and listens on {path}.': 'Ein Veneer von dir läuft schon und lauscht auf {path}.',
  'Use that one, or choose another place with --socket.': 'Nimm jenes, oder wähle mit --socket einen anderen Ort.',
  '{path} is too long for the path of a socket.': '{path} ist zu lang für den Pfad eines Sockets.',
  'Choose one of at most {count} bytes.': 'Wähle einen von höchstens {count} Bytes.',
  'Others may write into {folder}, so no socket is made there.':
    'Andere dürfen in {folder} schreiben, deshalb wird dort kein Socket angelegt.',
  'Choose another folder, or take the right away with: chmod go-w {folder}':
    'Wähle einen anderen Ordner, oder nimm das Recht mit: chmod go-w {folder}',
  '{path} is no socket of yours. It was left alone.': '{path} ist kein Socket von dir. Es wurde nicht angerührt.',
  'Choose another place with --socket.': 'Wähle mit --socket einen anderen Ort.',

  'You stopped it.': 'Du hast es angehalten.',
  'A change is still running.': 'Eine Änderung läuft noch.',
  'Another change is still running.': 'Eine andere Änderung läuft noch.',
  'Wait until it has ended.': 'Warte, bis sie fertig ist.',
  'That operation is not known any more.': 'Dieser Vorgang ist nicht mehr bekannt.',
  'The system changed since this was planned. Nothing was changed.':
    'Das System hat sich seit der Planung geändert. Nichts wurde geändert.',
  'Look at the new plan and apply again.': 'Sieh dir den neuen Plan an und wende ihn an.',
  'The request is not one that Veneer knows.': 'Diese Anfrage kennt Veneer nicht.',
  'Veneer met an error that it did not expect.': 'Veneer traf auf einen unerwarteten Fehler.',
  'Veneer stopped on an error that it did not expect.': 'Veneer hielt wegen eines unerwarteten Fehlers an.',
  'Try again. If it stays, please report it with the log.':
    'Versuche es noch einmal. Bleibt es dabei, melde es bitte mit dem Protokoll.',
  'This is not a path.': 'Das ist kein Pfad.',
  'There is nothing here.': 'Hier ist nichts.',

  // The sandbox
  'A tree of samples in a folder of yours. What you apply is really merged there by systemd-sysext, until Veneer is closed. Images are unpacked first, for only root can mount them.':
    'Ein Baum mit Beispielen in einem Ordner von dir. Was du anwendest, führt systemd-sysext dort wirklich zusammen, bis Veneer geschlossen wird. Abbilder werden vorher ausgepackt, denn einhängen kann sie nur root.',
  'A sandbox that can only list: {reason}': 'Eine Sandbox, die nur zeigen kann: {reason}',
  'systemd-sysext is not installed on this machine.': 'systemd-sysext ist auf diesem Rechner nicht installiert.',
  'Install systemd-sysext and allow user namespaces to merge in the sandbox.':
    'Installiere systemd-sysext und erlaube User-Namespaces, um in der Sandbox zusammenzuführen.',
  'The sandbox cannot be started.': 'Die Sandbox lässt sich nicht starten.',
  'The sandbox could not be prepared.': 'Die Sandbox konnte nicht vorbereitet werden.',
  'User namespaces may not mount on this machine.': 'User-Namespaces dürfen auf diesem Rechner nichts einhängen.',
  'User namespaces are not allowed on this machine.': 'User-Namespaces sind auf diesem Rechner nicht erlaubt.',
  'The program {program} is not installed.': 'Das Programm {program} ist nicht installiert.',

  // The helper
  '{path} is not a real directory, so nothing is changed below it.':
    '{path} ist kein echtes Verzeichnis, also wird darunter nichts geändert.',
  'Make it a directory, or change the extension there by hand.':
    'Mach ein Verzeichnis daraus, oder ändere die Erweiterung dort von Hand.',
  'Others than root can write to {path}, so nothing is changed below it.':
    'Andere als root können in {path} schreiben, also wird darunter nichts geändert.',
  'Give it back to root: chown root:root {path}, and chmod go-w {same}.':
    'Gib es root zurück: chown root:root {path}, und chmod go-w {same}.',
  '{path} is not there, so it cannot be made current.': '{path} ist nicht da und kann nicht zum aktuellen werden.',
  '{path} leads there already.': '{path} führt schon dorthin.',
  '{path} leads to {target}.': '{path} führt zu {target}.',
  '{version} is the newest in {path}.': '{version} ist die neueste in {path}.',
  '{path} is no folder any more.': '{path} ist kein Ordner mehr.',
  '{path} is not there any more.': '{path} ist nicht mehr da.',
  '{path} is there and has the same name.': '{path} ist da und hat denselben Namen.',
  'Remove it first: only one of the two would count.': 'Entferne es zuerst: Nur eines von beiden würde gelten.',
  'The image is not a file, or it is empty. Nothing was changed.':
    'Das Abbild ist keine Datei, oder es ist leer. Nichts wurde geändert.',
  '{path} was there already.': '{path} war schon da.',
  '{path} is there already and has another content.': '{path} ist schon da und hat einen anderen Inhalt.',
  'Give the image another version, or remove the one that is there.':
    'Gib dem Abbild eine andere Version, oder entferne die vorhandene.',
  'The image is not the one that was looked at before. Nothing was installed.':
    'Das Abbild ist nicht das, das vorher angesehen wurde. Nichts wurde installiert.',
  'Look at it again, then install it.': 'Sieh es noch einmal an und installiere es dann.',
  'Wrote {path}.': '{path} geschrieben.',
  'There is no room for the image: {size} are needed, {free} are free.':
    'Für das Abbild ist kein Platz: {size} werden gebraucht, {free} sind frei.',
  'Free some room, for example by removing old versions, and try again.':
    'Schaffe Platz, zum Beispiel indem du alte Versionen entfernst, und versuche es noch einmal.',
  'Another change of this host is running, process {pid} since {since}. Nothing was changed.':
    'Eine andere Änderung dieses Hosts läuft, Prozess {pid} seit {since}. Nichts wurde geändert.',
  '{path} cannot be locked. Nothing was changed.': '{path} lässt sich nicht sperren. Nichts wurde geändert.',
  '{path} is no file, so no change can be locked.': '{path} ist keine Datei, also lässt sich keine Änderung sperren.',
  'Remove it and try again.': 'Entferne sie und versuche es noch einmal.',
  'The limit "{name}" is too small for a change. Nothing was changed.':
    'Die Grenze „{name}“ ist zu klein für eine Änderung. Nichts wurde geändert.',
  'Raise it for who calls the helper (ulimit), and try again.':
    'Erhöhe sie für den, der den Helfer ruft (ulimit), und versuche es noch einmal.',
  'The journal cannot be written to, so nothing was changed.':
    'Ins Journal lässt sich nicht schreiben, also wurde nichts geändert.',
  'Start systemd-journald and look that logger is installed, then try again.':
    'Starte systemd-journald, sieh nach, ob logger installiert ist, und versuche es dann noch einmal.',
  'No merged extension brings {units}, so nothing was started or stopped.':
    'Keine zusammengeführte Erweiterung bringt {units} mit, also wurde nichts gestartet oder angehalten.',
  'Use systemctl for units of the host itself.': 'Nimm systemctl für Units des Hosts selbst.',
  'What is below the merged extensions cannot be seen.':
    'Was unter den zusammengeführten Erweiterungen liegt, ist nicht zu sehen.',
  'The image grew while it was read. Nothing was installed.':
    'Das Abbild wuchs, während es gelesen wurde. Nichts wurde installiert.',
  'Wait until it is whole, look at it again, then install it.':
    'Warte, bis es ganz ist, sieh es dir noch einmal an, und installiere es dann.',
  'The helper that runs is not the one of a release, so it is not installed.':
    'Der Helfer, der läuft, ist nicht der einer Veröffentlichung, also wird er nicht installiert.',
  'Install the package of Veneer, or download it again.':
    'Installiere das Paket von Veneer, oder lade es noch einmal herunter.',
  'Another change of this host is running. Nothing was changed.':
    'Eine andere Änderung dieses Hosts läuft. Nichts wurde geändert.',
  'Wait until it has ended, then try again.': 'Warte, bis sie fertig ist, und versuche es dann noch einmal.',
  'The file system is read-only, so this could not be changed.':
    'Das Dateisystem ist schreibgeschützt, also konnte das nicht geändert werden.',
  'Where extensions are merged over it, unmerge them first.':
    'Sind Erweiterungen darüber zusammengeführt, trenne sie zuerst.',
  'There is no room left on the file system.': 'Auf dem Dateisystem ist kein Platz mehr.',
  'Free some room and try again.': 'Schaffe Platz und versuche es noch einmal.',
  'The store is on another file system than the search directory.':
    'Der Speicher liegt auf einem anderen Dateisystem als das Suchverzeichnis.',
  'Keep both on one file system, or move the image by hand.':
    'Halte beide auf einem Dateisystem, oder verschiebe das Abbild von Hand.',
  'The helper stopped on an error that it did not expect.': 'Der Helfer hielt wegen eines unerwarteten Fehlers an.',
  '{name} stands in the directory that masks are put into ({paths}), so it can only be moved aside.':
    '{name} liegt in dem Verzeichnis, in das Masken kommen ({paths}), also lässt es sich nur beiseite legen.',
  'Made the empty directory {path}.': 'Das leere Verzeichnis {path} angelegt.',
  '{path} is there already, so nothing was moved over it.': '{path} ist schon da, also wurde nichts darübergelegt.',
  'Look at it and remove it, then try again.': 'Sieh es an und entferne es, dann versuche es noch einmal.',
  'Moved {path} to {target}.': '{path} nach {target} verschoben.',
  '{name} {verb} is done.': '{name} {verb} ist getan.',
  '{name} {verb} failed: {reason}. {left}': '{name} {verb} ist gescheitert: {reason}. {left}',
  '{name} {verb} failed: {why}': '{name} {verb} ist gescheitert: {why}',
  '{path} came with a package, so it is left as it is.': '{path} kam mit einem Paket und bleibt, wie es ist.',
  'Update the package.': 'Aktualisiere das Paket.',
  'There is no place for the helper.': 'Für den Helfer gibt es keinen Ort.',
  'Veneer has not installed a helper here.': 'Veneer hat hier keinen Helfer installiert.',
  'Removed the empty directory {path}.': 'Das leere Verzeichnis {path} entfernt.',
  'Removed {path}.': '{path} entfernt.',
  'Only the running system has a helper.': 'Nur das laufende System hat einen Helfer.',
  'Only a built helper can be installed.': 'Nur ein gebauter Helfer lässt sich installieren.',
  'Others than root can change {path}, so it is not installed.':
    'Andere als root können {path} ändern, also wird nicht installiert.',
  'Install Node from a package, so that it stands in /usr/bin.':
    'Installiere Node aus einem Paket, damit es in /usr/bin liegt.',
  'polkit does not read {path} here.': 'polkit liest {path} hier nicht.',
  'Go on without: polkit asks at every step. Or install the package of Veneer.':
    'Mach ohne weiter: polkit fragt bei jedem Schritt. Oder installiere das Paket von Veneer.',
  '{name} is not installed.': '{name} ist nicht installiert.',
  'Install the package that brings {name}.': 'Installiere das Paket, das {name} bringt.',
  'No {class} named {name} is installed.': 'Kein {class} namens {name} ist installiert.',
  'No {class} named {name} was installed by version.': 'Kein {class} namens {name} wurde nach Version installiert.',
  'Took all versions out of {path}.': 'Alle Versionen aus {path} genommen.',
  '{path} is a folder, which Veneer does not delete.': '{path} ist ein Ordner, den löscht Veneer nicht.',
  'Disable it, or remove the folder by hand.': 'Schalte es aus, oder entferne den Ordner von Hand.',
  'Deleted {path}.': '{path} gelöscht.',
  'The helper refuses the request: {what}.': 'Der Helfer weist die Anfrage zurück: {what}.',
  'systemd read all unit files again.': 'systemd hat alle Unit-Dateien neu gelesen.',
  'Stopped {units}.': '{units} angehalten.',
  'Asked systemd to restart {units}.': 'systemd gebeten, {units} neu zu starten.',
  '{unit} is enabled.': '{unit} ist eingeschaltet.',
  '{unit} is gone.': '{unit} ist weg.',
  '{unit} is {state}.': '{unit} ist {state}.',
  'Only the running system has services.': 'Nur das laufende System hat Dienste.',
  'Do it once the tree is booted.': 'Tu es, sobald der Baum gestartet ist.',
  '{path} is there and was not installed by version.': '{path} ist da und wurde nicht nach Version installiert.',
  'Remove {name} first, then install it again.': 'Entferne {name} zuerst und installiere es dann neu.',
  '{path} is there already, so it is kept as it is.': '{path} ist schon da und bleibt, wie es ist.',
  'Remove it first, or leave the updates to it.': 'Entferne es zuerst, oder überlass ihm die Aktualisierungen.',
  '{path} has no transfer file of Veneer.': '{path} hat keine Transfer-Datei von Veneer.',
  '{name} is up to date.': '{name} ist aktuell.',
  'What was installed before is still there. Look whether the server can be reached.':
    'Was vorher installiert war, ist noch da. Sieh nach, ob der Server zu erreichen ist.',
  '{name} was not masked.': '{name} war nicht maskiert.',
  '{path} is there again, so nothing was put over it.': '{path} ist wieder da, also wurde nichts darübergelegt.',
  'Decide between it and {path}, and remove one.': 'Entscheide zwischen ihm und {path}, und entferne eines.',
  'Put {path} back.': '{path} zurückgelegt.',
  'systemd takes no image for {architecture} from {path} here.':
    'systemd nimmt hier kein Abbild für {architecture} aus {path}.',
  'Install the image that was made for this machine.': 'Installiere das Abbild, das für diesen Rechner gemacht ist.',
  '{file} is newer and cannot be kept under a version.':
    '{file} ist neuer und lässt sich nicht unter einer Version behalten.',
  'Move it out of {path} by hand.': 'Verschiebe es von Hand aus {path}.',
  '{file} has no version.': '{file} hat keine Version.',

  // Remotes, downloads and updates
  'A pinned key needs a server, and the public key itself.':
    'Ein fester Schlüssel braucht einen Server und den öffentlichen Schlüssel selbst.',
  'A remote cannot be named {name}.': 'Eine Quelle kann nicht {name} heißen.',
  'Another Veneer has that download.': 'Ein anderes Veneer hat diesen Download.',
  'Ask who runs the server, or use it without a signature.':
    'Frag, wer den Server betreibt, oder nutze ihn ohne Signatur.',
  'Ask who runs the server. What was installed before stays as it is.':
    'Frag, wer den Server betreibt. Was vorher installiert war, bleibt, wie es ist.',
  'Ask who runs the server.': 'Frag, wer den Server betreibt.',
  'By its name it was built for {wanted}, this host is {host}.':
    'Dem Namen nach wurde sie für {wanted} gebaut, dieser Host ist {host}.',
  'By its name it was built for release {wanted}, this host is {host}.':
    'Dem Namen nach wurde sie für die Ausgabe {wanted} gebaut, dieser Host ist {host}.',
  'Choose another name, or remove that one first.': 'Wähle einen anderen Namen, oder entferne zuerst jene.',
  'Download it first.': 'Lade es zuerst herunter.',
  'Docker, Incus, browsers and other programs for Debian 13. Signed by a key that is part of Frostyard’s systems.':
    'Docker, Incus, Browser und andere Programme für Debian 13. Signiert mit einem Schlüssel, der Teil von Frostyards Systemen ist.',
  'Fedora packages as extensions, for Fedora CoreOS, the Atomic Desktops and images made of them.':
    'Fedora-Pakete als Erweiterungen, für Fedora CoreOS, die Atomic Desktops und Abbilder daraus.',
  'Give one that begins with https://, a folder such as /media/usb, or http:// at this machine itself.':
    'Nimm eine, die mit https:// beginnt, einen Ordner wie /media/usb, oder http:// an dieser Maschine selbst.',
  'Give the file that the server tells of; it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.':
    'Nimm die Datei, die der Server nennt; sie beginnt mit -----BEGIN PGP PUBLIC KEY BLOCK-----.',
  'Give the file with the key that the server tells of.': 'Nimm die Datei mit dem Schlüssel, den der Server nennt.',
  'Images for openSUSE MicroOS, as its sysextmgr takes them; each is bound to one snapshot of the OS.':
    'Abbilder für openSUSE MicroOS, wie dessen sysextmgr sie nimmt; jedes ist an einen Stand des Systems gebunden.',
  'Install systemd-sysupdate, which does.': 'Installiere systemd-sysupdate, das tut es.',
  'It was stopped.': 'Es wurde angehalten.',
  'Known after the download: {reason}.': 'Nach dem Download bekannt: {reason}.',
  'it is packed': 'sie ist gepackt',
  'its server does not give parts of it': 'ihr Server gibt keine Teile davon her',
  'the server could not be asked': 'der Server konnte nicht gefragt werden',
  'Let systemd-sysupdate delete old versions of {name}': 'systemd-sysupdate alte Versionen von {name} löschen lassen',
  'Let {name} have updates again': '{name} wieder aktualisieren lassen',
  'Look at the catalog again.': 'Sieh noch einmal in den Katalog.',
  'Look at the date of this machine, or ask who runs the server.':
    'Sieh nach dem Datum dieser Maschine, oder frag, wer den Server betreibt.',
  'Look at the date of this machine, or wait until the server has a newer list.':
    'Sieh nach dem Datum dieser Maschine, oder warte, bis der Server eine neuere Liste hat.',
  'Look for new versions of {name} at {address}': 'Neue Versionen von {name} bei {address} suchen',
  'Look for newer versions: the list may be older than the server.':
    'Such nach neueren Versionen: Die Liste ist vielleicht älter als der Server.',
  'Look for updates again.': 'Sieh noch einmal nach Aktualisierungen.',
  'Look whether the address is that of the folder which holds the images.':
    'Sieh nach, ob die Adresse die des Ordners ist, der die Abbilder enthält.',
  'Look whether the server can be reached, and at the transfer file.':
    'Sieh nach, ob der Server zu erreichen ist, und in die Transferdatei.',
  'Look whether this machine is online, and try again.':
    'Sieh nach, ob diese Maschine verbunden ist, und versuche es noch einmal.',
  'Look whether this machine is online, and whether the address is right.':
    'Sieh nach, ob diese Maschine verbunden ist und ob die Adresse stimmt.',
  'Look there for what is missing now.': 'Sieh dort nach, was jetzt fehlt.',
  'No remote that is on has that extension any more.': 'Keine eingeschaltete Quelle hat diese Erweiterung noch.',
  'Pin {name} to {version}': '{name} auf {version} festhalten',
  'Hold updates of {name}': 'Aktualisierungen von {name} anhalten',
  'Plug the disk in again, or look at the catalog again.':
    'Steck den Datenträger wieder ein, oder sieh noch einmal in den Katalog.',
  'Plug the disk in, or change the address of the remote.':
    'Steck den Datenträger ein, oder ändere die Adresse der Quelle.',
  'Run by Frostyard, who make snosi, Snow and Cayo.': 'Betrieben von Frostyard, von denen snosi, Snow und Cayo sind.',
  'Run by the openSUSE project.': 'Betrieben vom openSUSE-Projekt.',
  'Run by Timothée Ravier, not by the Fedora Project.': 'Betrieben von Timothée Ravier, nicht vom Fedora-Projekt.',
  'Run by the Flatcar project.': 'Betrieben vom Flatcar-Projekt.',
  'See which there are with: veneer remote list': 'Welche es gibt, zeigt: veneer remote list',
  'Software from other sources as extensions, for Fedora CoreOS, the Atomic Desktops and images made of them.':
    'Programme aus anderen Quellen als Erweiterungen, für Fedora CoreOS, die Atomic Desktops und Abbilder daraus.',
  'Stop looking for new versions of {name}': 'Nicht mehr nach neuen Versionen von {name} suchen',
  'Take the pin away first.': 'Löse sie zuerst.',
  'Tell who runs the remote. Nothing of it was kept.': 'Sag es, wer die Quelle betreibt. Nichts davon wurde behalten.',
  'Tell who runs the server, or try again later.':
    'Sag es, wer den Server betreibt, oder versuche es später noch einmal.',
  'Tell who runs the server. Nothing of it was kept.': 'Sag es, wer den Server betreibt. Nichts davon wurde behalten.',
  'Tell who runs the server. Nothing was downloaded.': 'Sag es, wer den Server betreibt. Nichts wurde heruntergeladen.',
  'That download is not there any more.': 'Diesen Download gibt es nicht mehr.',
  'That extension has no release.': 'Diese Erweiterung hat keine Ausgabe.',
  'That is no public key of OpenPGP.': 'Das ist kein öffentlicher OpenPGP-Schlüssel.',
  'The certificate of {host} has expired. Nothing was fetched from it.':
    'Das Zertifikat von {host} ist abgelaufen. Nichts wurde von dort geholt.',
  'The certificate of {host} is not one that this system trusts. Nothing was fetched from it.':
    'Dem Zertifikat von {host} vertraut dieses System nicht. Nichts wurde von dort geholt.',
  'The connection to {host} was cut.': 'Die Verbindung zu {host} ist abgebrochen.',
  'The disk became full. What was downloaded of it was deleted.':
    'Der Datenträger ist voll geworden. Was davon heruntergeladen war, wurde gelöscht.',
  'The download met an error that it did not expect.': 'Der Download traf auf einen Fehler, mit dem er nicht rechnete.',
  'The download stopped.': 'Der Download brach ab.',
  '{name} is not updated: {reason}': '{name} wird nicht aktualisiert: {reason}',
  '{version} cannot be a version of {name} in its .v folder: systemd would not find it.':
    '{version} kann in seinem .v-Ordner keine Version von {name} sein: systemd fände sie nicht.',
  'Name another one with --version-as, of letters, digits and dots.':
    'Nenne eine andere mit --version-as, aus Buchstaben, Ziffern und Punkten.',
  'The download was taken away.': 'Der Download wurde entfernt.',
  'The download was paused.': 'Der Download wurde angehalten.',
  'The file is not the one that the list of the remote tells of. It was deleted.':
    'Die Datei ist nicht die, die in der Liste der Quelle steht. Sie wurde gelöscht.',
  'The image was not unpacked: {reason}.': 'Das Abbild wurde nicht entpackt: {reason}.',
  'The list of {host} is not used: {reason}.': 'Die Liste von {host} wird nicht benutzt: {reason}.',
  'nobody signed it': 'niemand hat sie signiert',
  'it is older than the one of {date}': 'sie ist älter als die vom {date}',
  'there is no day {day}': 'den Tag {day} gibt es nicht',
  'Ask who runs the server. If it went back on purpose: veneer remote edit NAME --accept-older':
    'Frag, wer den Server betreibt. Ging er mit Absicht zurück: veneer remote edit NAME --accept-older',
  'What was sent takes too much to read.': 'Was gesendet wurde, braucht zu viel zum Lesen.',
  '{name} is kept by sysextmgr, so Veneer does not update it.':
    '{name} wird von sysextmgr verwaltet, darum aktualisiert Veneer es nicht.',
  'Update it with: {command}': 'Aktualisiere es mit: {command}',
  'sysextmgr keeps it: it goes back with the snapshot of the OS.':
    'sysextmgr verwaltet es: Es geht mit dem Stand des Systems zurück.',
  'The download took more than it may, so it was ended.':
    'Der Download hat mehr gebraucht, als er darf, und wurde beendet.',
  'Try again once. If it ends the same way, tell who runs the remote.':
    'Versuche es noch einmal. Endet es genauso, sage es dem, der die Quelle betreibt.',
  'Tell who runs the server.': 'Sag es dem, der den Server betreibt.',
  'Not shown: {folders}. {reason}': 'Nicht gezeigt: {folders}. {reason}',
  'That key cannot sign a list: {reason}.': 'Dieser Schlüssel kann keine Liste signieren: {reason}.',
  'it was revoked': 'er wurde widerrufen',
  'it expired on {day}': 'er lief am {day} ab',
  'no part of it is for signing': 'kein Teil von ihm ist zum Signieren da',
  'Ask who runs the server for the key of today.': 'Frag den, der den Server betreibt, nach dem heutigen Schlüssel.',
  '{path} is not a folder.': '{path} ist kein Ordner.',
  '{path} is not a regular file, so it is not read.': '{path} ist keine gewöhnliche Datei und wird nicht gelesen.',
  'Look what stands there; a link, a pipe or a device is not taken.':
    'Sieh nach, was dort steht; ein Link, eine Pipe oder ein Gerät wird nicht genommen.',
  '{path} is too large to be read.': '{path} ist zu groß, um gelesen zu werden.',
  'Look what stands there.': 'Sieh nach, was dort steht.',
  'It was stopped. Nothing was added.': 'Es wurde abgebrochen. Nichts wurde hinzugefügt.',
  'A process for foreign files could not be started.': 'Ein Prozess für fremde Dateien ließ sich nicht starten.',
  '{url} is not the address of a folder as Veneer keeps it.':
    '{url} ist nicht die Adresse eines Ordners, wie Veneer sie aufbewahrt.',
  'Write it anew with: veneer remote edit {name} {url}': 'Schreib sie neu: veneer remote edit {name} {url}',
  'there is no key to check its signature with': 'es gibt keinen Schlüssel, um ihre Signatur zu prüfen',
  'its signature is not one of the keys that are trusted': 'ihre Signatur ist von keinem Schlüssel, dem vertraut wird',
  'its signature cannot be read': 'ihre Signatur ist nicht zu lesen',
  'The list of {host} may not be used after {day}.':
    'Die Liste von {host} darf nach dem {day} nicht mehr benutzt werden.',
  'The remote does not have that version any more.': 'Die Quelle hat diese Version nicht mehr.',
  'The sysext bakery: Docker, Kubernetes, Tailscale and others, for Flatcar and for any OS. What is bound to a release of Flatcar itself (podman, python, zfs, nvidia) is had by /etc/flatcar/enabled-sysext.conf.':
    'Die Sysext-Bäckerei: Docker, Kubernetes, Tailscale und andere, für Flatcar und für jedes System. Was an eine Ausgabe von Flatcar selbst gebunden ist (podman, python, zfs, nvidia), gibt es durch /etc/flatcar/enabled-sysext.conf.',
  'The transfer file of {name} cannot be followed here: {reason}.':
    'Der Transferdatei von {name} lässt sich hier nicht folgen: {reason}.',
  'the OS': 'dem System',
  'its target is a {type}': 'ihr Ziel hat die Art {type}',
  'its source is a {type}': 'ihre Quelle hat die Art {type}',
  'its path is below the partition {partition}': 'ihr Pfad liegt unter der Partition {partition}',
  'its patterns break systemd-sysupdate at {path}': 'an ihren Mustern scheitert systemd-sysupdate bei {path}',
  'its patterns break systemd-sysupdate': 'an ihren Mustern scheitert systemd-sysupdate',
  '{path} is listed with another hash than its name has':
    '{path} steht mit einem anderen Hash in der Liste als in seinem Namen',
  '{file}: {key} is missing in [{section}]': '{file}: {key} fehlt in [{section}]',
  '{file}: {pattern} is no match pattern': '{file}: {pattern} ist kein Muster für Namen',
  '{file}: {pattern} is no match pattern there': '{file}: {pattern} ist dort kein Muster für Namen',
  '{file}: Type= in [Source] is no source': '{file}: Type= in [Source] ist keine Quelle',
  '{file}: a {source} cannot become a {target}': '{file}: Aus {source} kann kein {target} werden',
  '{file}: {path} in [{section}] is not one that systemd takes': '{file}: {path} in [{section}] nimmt systemd nicht',
  '{file}: {path} in [{section}] is no absolute path': '{file}: {path} in [{section}] ist kein absoluter Pfad',
  '{file}: PathRelativeTo=explicit needs a directory that is given with the command':
    '{file}: PathRelativeTo=explicit braucht einen Ordner, der mit dem Befehl angegeben wird',
  '{file}: {line} is no section': '{file}: {line} ist kein Abschnitt',
  '{file}: {line} has bad characters for a section': '{file}: {line} hat Zeichen, die ein Abschnitt nicht haben darf',
  '{file}: a line is not UTF-8': '{file}: Eine Zeile ist kein UTF-8',
  '{file}: a line is too long': '{file}: Eine Zeile ist zu lang',
  'systemd-sysupdate refuses the list of {address}: {reason}.':
    'systemd-sysupdate lehnt die Liste von {address} ab: {reason}.',
  'it is empty': 'sie ist leer',
  'it is not UTF-8': 'sie ist kein UTF-8',
  'it has a zero byte': 'sie hat ein Null-Byte',
  'it may not be used from {day} on': 'sie darf ab dem {day} nicht mehr benutzt werden',
  'line {number}: it is too short': 'Zeile {number}: sie ist zu kurz',
  'line {number}: it does not begin with a SHA-256 hash': 'Zeile {number}: sie beginnt nicht mit einem SHA-256-Hash',
  'line {number}: there are not two characters behind the hash':
    'Zeile {number}: hinter dem Hash stehen nicht zwei Zeichen',
  'line {number}: it has no end of line': 'Zeile {number}: sie hat kein Ende',
  'line {number}: there is no file name': 'Zeile {number}: es steht kein Dateiname da',
  'line {number}: the name has a control character': 'Zeile {number}: der Name hat ein Steuerzeichen',
  'line {number}: the name is not one of a file in the folder':
    'Zeile {number}: der Name ist keiner einer Datei in dem Ordner',
  'line {number}: the name leads out of the folder': 'Zeile {number}: der Name führt aus dem Ordner hinaus',
  'line {number}: the name has a per cent sign': 'Zeile {number}: der Name hat ein Prozentzeichen',
  'The component {name} is switched off, so nothing updates it.':
    'Die Komponente {name} ist abgeschaltet, also aktualisiert sie nichts.',
  'Switch it on with: {command}': 'Schalte sie ein mit: {command}',
  '{name} is kept current together with the OS.': '{name} wird zusammen mit dem System aktuell gehalten.',
  'Update both with: systemd-sysupdate update': 'Aktualisiere beide mit: systemd-sysupdate update',
  '{name} has {count} transfer files, whose parts belong together.':
    '{name} hat {count} Transferdateien, deren Teile zusammengehören.',
  'There is no feature {name} here.': 'Hier gibt es keine Funktion {name}.',
  'See which there are with: veneer features': 'Sieh nach, welche es gibt: veneer features',
  'Store {name} {version} beside the current version': '{name} {version} neben der aktuellen Version ablegen',
  'Make {name} {version} current from when {os} runs': '{name} {version} gelten lassen, sobald {os} läuft',
  'Forget which version of {name} is meant for {os}': 'Vergessen, welche Version von {name} für {os} gedacht ist',
  '{name} {version} is current from when {os} runs.': '{name} {version} gilt, sobald {os} läuft.',
  'No version of {name} is meant for {os} any more.': 'Für {os} ist keine Version von {name} mehr gedacht.',
  '{os} is the OS that runs.': '{os} ist das System, das läuft.',
  'Make the version current instead.': 'Mach stattdessen die Version zur aktuellen.',
  'Everything stays as it is.': 'Alles bleibt, wie es ist.',
  'In {path} systemd takes the newest for every OS.': 'In {path} nimmt systemd für jedes System die neueste.',
  '{os} is deployed already, and its own /etc has no unit for {name}.':
    '{os} steht schon bereit, und sein eigenes /etc hat keine Unit für {name}.',
  'Keep it by a link, or install the version that fits once the other OS runs.':
    'Behalte sie über einen Link, oder installiere die passende Version, sobald das andere System läuft.',
  '{link} leads to no version in {store}.': '{link} führt zu keiner Version in {store}.',
  'Install it by version first.': 'Installiere sie zuerst nach Version.',
  'Store it first.': 'Lege sie zuerst ab.',
  'The OS that runs does not tell its release as os-release(5) wants it.':
    'Das System, das läuft, sagt seine Ausgabe nicht so, wie os-release(5) es will.',
  'Look at ID and VERSION_ID in /etc/os-release.': 'Sieh dir ID und VERSION_ID in /etc/os-release an.',
  'That OS does not tell its release as os-release(5) wants it.':
    'Jenes System sagt seine Ausgabe nicht so, wie os-release(5) es will.',
  'Look at ID and VERSION_ID in its os-release.': 'Sieh dir ID und VERSION_ID in seiner os-release an.',
  'The version of {name} for {os} is not downloaded.': 'Die Version von {name} für {os} ist nicht heruntergeladen.',
  '{name} {version} does not fit {os}: {reason}': '{name} {version} passt nicht zu {os}: {reason}',
  'The feature {name} is on.': 'Die Funktion {name} ist an.',
  'The feature {name} is off.': 'Die Funktion {name} ist aus.',
  'The feature {name} is as whoever defines it has it.': 'Die Funktion {name} ist, wie wer sie festlegt sie hat.',
  'Switch the feature {name} on': 'Die Funktion {name} einschalten',
  'Switch the feature {name} off': 'Die Funktion {name} ausschalten',
  'Leave the feature {name} to whoever defines it': 'Die Funktion {name} dem überlassen, der sie festlegt',
  'The transfer file of {name} names no link by which Veneer could make a version count.':
    'Die Transferdatei von {name} nennt keinen Link, durch den Veneer eine Version zählen lassen könnte.',
  'The transfer file of {name} calls images {pattern}, and Veneer {own}.':
    'Die Transferdatei von {name} nennt Abbilder {pattern}, und Veneer {own}.',
  'The transfer file of {name} wants a layout that Veneer does not install into: {folder}, and the link {link}.':
    'Die Transferdatei von {name} will eine Anordnung, in die Veneer nicht installiert: {folder} und den Link {link}.',
  'systemd-sysupdate takes {file} for a version of {name}, and may delete it.':
    'systemd-sysupdate hält {file} für eine Version von {name} und löscht es vielleicht.',
  'Give {name} a folder of its own by Path= in its transfer file.':
    'Gib {name} durch Path= in seiner Transferdatei einen eigenen Ordner.',
  'No transfer file says which images in {folder} are versions of {name}.':
    'Keine Transferdatei sagt, welche Abbilder in {folder} Versionen von {name} sind.',
  'Put its transfer file back below {place}, or lead the link to another image by hand.':
    'Leg seine Transferdatei wieder unter {place} ab, oder führe den Link von Hand zu einem anderen Abbild.',
  'Put its transfer file back below {place}, or delete old images by hand.':
    'Leg seine Transferdatei wieder unter {place} ab, oder lösche alte Abbilder von Hand.',
  'The images of {name} in {folder} have other names than Veneer reads.':
    'Die Abbilder von {name} in {folder} heißen anders, als Veneer es liest.',
  'Lead {link} to another image by hand.': 'Führe {link} von Hand zu einem anderen Abbild.',
  'Whether {remote} has another {name} is not known: it lists neither a version nor a hash.':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt weder eine Version noch eine Prüfsumme.',
  'Whether {remote} has another {name} is not known: it lists no version, and the installed image could not be read.':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und das installierte Abbild ließ sich nicht lesen.',
  'Whether {remote} has another {name} is not known: it lists no version, and the file there is packed.':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und die Datei dort ist gepackt.',
  'Download {name} from there and install it once: from then on it is known.':
    'Lade {name} von dort herunter und installiere es einmal: Von da an ist es bekannt.',
  'The update of {name} is not downloaded.': 'Die Aktualisierung von {name} ist nicht heruntergeladen.',
  'There is a remote named {name} already.': 'Es gibt schon eine Quelle namens {name}.',
  'There is no remote named {name}.': 'Es gibt keine Quelle namens {name}.',
  'There is no room for the download: {needed} are needed, {free} are free.':
    'Für den Download ist kein Platz: {needed} werden gebraucht, {free} sind frei.',
  'There is no update of {name} any more.': 'Es gibt keine Aktualisierung von {name} mehr.',
  'Try again later. If it stays, tell who runs the server.':
    'Versuche es später noch einmal. Wenn es bleibt, sag es, wer den Server betreibt.',
  'Try again later.': 'Versuche es später noch einmal.',
  'Try again later: the server may be in the middle of an update. If it stays, tell who runs it.':
    'Versuche es später noch einmal: Der Server wird vielleicht gerade erneuert. Wenn es bleibt, sag es, wer ihn betreibt.',
  'Update {name} to {version}': '{name} auf {version} aktualisieren',
  'Update {name}': '{name} aktualisieren',
  'Use letters, digits and . _ + - after a letter or digit.':
    'Nimm Buchstaben, Ziffern und . _ + - nach einem Buchstaben oder einer Ziffer.',
  'Use systemd-sysupdate for it: {command}': 'Nimm dafür systemd-sysupdate: {command}',
  '{address} has no SHA256SUMS, so nobody can tell what is there.':
    '{address} hat kein SHA256SUMS, also kann niemand sagen, was dort liegt.',
  '{address} is not an address that Veneer fetches from.': '{address} ist keine Adresse, von der Veneer etwas holt.',
  '{file} is damaged, and cannot be moved aside.': '{file} ist beschädigt und lässt sich nicht beiseitelegen.',
  '{file} was damaged, and is kept as {place}.': '{file} war beschädigt und ist als {place} aufgehoben.',
  '{address} is not the address of a repository in a registry.':
    '{address} ist nicht die Adresse eines Repositorys in einer Registry.',
  'Give one such as oci://ghcr.io/NAME/REPOSITORY, with :TAG behind it for one version alone.':
    'Gib eine wie oci://ghcr.io/NAME/REPOSITORY an, mit :TAG dahinter für eine Version allein.',
  'There is no repository at {address}.': 'Unter {address} gibt es kein Repository.',
  'Look whether the address, and the tag where it has one, are right.':
    'Sieh nach, ob die Adresse stimmt, und das Tag, wenn sie eines hat.',
  'No signature is checked in a registry, so none can be wanted.':
    'In einer Registry wird keine Signatur geprüft, also kann keine verlangt werden.',
  'Add it without one: what is downloaded has the digest that the registry tells, and no more is known.':
    'Füge sie ohne hinzu: Was heruntergeladen wird, hat die Prüfsumme, die die Registry nennt, und mehr weiß man nicht.',
  'systemd-sysupdate fetches nothing from a registry, such as {name} is in.':
    'systemd-sysupdate holt nichts aus einer Registry, und in einer solchen liegt {name}.',
  'veneer update finds and installs its new versions.': 'veneer update findet und installiert seine neuen Versionen.',
  '{host} sends another manifest than was asked for.': '{host} schickt ein anderes Manifest, als gefragt war.',
  'Tell who runs the registry. Nothing of it is used.':
    'Sag es, wer die Registry betreibt. Nichts davon wird verwendet.',
  'Tell who runs the registry. Nothing was sent there.':
    'Sag es, wer die Registry betreibt. Es wurde nichts dorthin geschickt.',
  '{host} does not answer as a registry does.': '{host} antwortet nicht wie eine Registry.',
  'Look whether the address is that of a repository in an OCI registry.':
    'Sieh nach, ob die Adresse die eines Repositorys in einer OCI-Registry ist.',
  '{host} wants its tokens to be fetched from an address that is not https.':
    '{host} will, dass seine Token von einer Adresse ohne https geholt werden.',
  '{server} gives no token for {host}.': '{server} gibt kein Token für {host}.',
  '{host} does not let you have it with the login that is kept for it.':
    '{host} gibt es dir mit der Anmeldung, die dafür aufgehoben ist, nicht.',
  'Log in anew: podman login {host}': 'Melde dich neu an: podman login {host}',
  '{host} wants a login for it.': '{host} will dafür eine Anmeldung.',
  'Log in, so that it is kept in a file: podman login {host}. {why}':
    'Melde dich so an, dass es in einer Datei aufgehoben wird: podman login {host}. {why}',
  'Yours is kept by a credential helper, which Veneer does not start.':
    'Deine bewahrt ein Hilfsprogramm auf, das Veneer nicht startet.',
  'Or the repository does not exist.': 'Oder das Repository gibt es nicht.',
  '{host} answered with the error {status}.': '{host} antwortete mit dem Fehler {status}.',
  '{host} cannot be reached.': '{host} ist nicht zu erreichen.',
  '{host} does not let anybody have it.': '{host} gibt es niemandem.',
  '{host} has no such file.': '{host} hat keine solche Datei.',
  '{host} is busy and asks to wait.': '{host} ist beschäftigt und bittet zu warten.',
  'That host is not known here.': 'Diesen Host kennt Veneer hier nicht.',
  '{host} is not known here.': '{host} ist hier nicht bekannt.',
  '{host} is too slow.': '{host} ist zu langsam.',
  '{host} sends a list without end.': '{host} schickt eine Liste ohne Ende.',
  '{host} sends another part than was asked for.': '{host} schickt einen anderen Teil, als gefragt war.',
  '{host} sends more than any image has.': '{host} schickt mehr, als ein Abbild je hat.',
  '{host} sends on again and again.': '{host} schickt immer wieder weiter.',
  '{host} sends on to an address that is not https.': '{host} schickt weiter zu einer Adresse ohne https.',
  '{host} went silent.': '{host} ist verstummt.',
  '{name} gets no updates.': '{name} bekommt keine Aktualisierungen.',
  '{name} gets updates again.': '{name} bekommt wieder Aktualisierungen.',
  '{name} has no old versions.': '{name} hat keine alten Versionen.',
  '{name} is kept in a layout that Veneer does not install into.':
    '{name} liegt in einer Anordnung, in die Veneer nicht installiert.',
  '{name} is not at its newest version, and systemd-sysupdate would keep that one instead.':
    '{name} ist nicht auf seiner neuesten Version, und systemd-sysupdate würde stattdessen diese behalten.',
  'Make the newest version current first, or delete old ones by hand.':
    'Mach zuerst die neueste Version aktuell, oder lösche alte von Hand.',
  '{name} is pinned or held, so it was not updated.':
    '{name} ist festgehalten oder angehalten und wurde nicht aktualisiert.',
  '{name} stays at {version}.': '{name} bleibt bei {version}.',
  '{path} became shorter while it was copied.': '{path} wurde kürzer, während es kopiert wurde.',
  '{path} cannot be read.': '{path} lässt sich nicht lesen.',
  '{path} is not there now.': '{path} ist gerade nicht da.',
  '{path} is too large for a list.': '{path} ist zu groß für eine Liste.',
  'systemd-sysupdate {command} failed: {reason}': 'systemd-sysupdate {command} scheiterte: {reason}',

  // What a merge would spoil
  '{what} There are {count} more like this.': '{what} Davon gibt es noch {count}.',
  'the base': 'der Basis',
  'A folder takes the place of a link of {owner}, and what was reached through the link is gone.':
    'Ein Ordner tritt an die Stelle eines Links von {owner}; was über den Link zu erreichen war, ist weg.',
  'A folder takes the place of a file of {owner}, and the file is gone.':
    'Ein Ordner tritt an die Stelle einer Datei von {owner}; die Datei ist weg.',
  'A link takes the place of a folder of {owner}, and everything in that folder is gone.':
    'Ein Link tritt an die Stelle eines Ordners von {owner}; alles in dem Ordner ist weg.',
  'A file takes the place of a folder of {owner}, and everything in that folder is gone.':
    'Eine Datei tritt an die Stelle eines Ordners von {owner}; alles in dem Ordner ist weg.',
  'The folder is marked as opaque, so that what lower layers have in it is gone: {names}.':
    'Der Ordner ist als undurchsichtig markiert, sodass weg ist, was tiefere Lagen darin haben: {names}.',
  'The folder is marked as opaque, so that whatever lower layers have in it is gone.':
    'Der Ordner ist als undurchsichtig markiert, sodass weg ist, was auch immer tiefere Lagen darin haben.',
  'A device 0:0 deletes what {owner} has here.': 'Ein Gerät 0:0 löscht hier etwas von {owner}.',
  'mode {mode} of {owner}': 'Modus {mode} von {owner}',
  'This and {count} more folders get {rights} instead of {before}.':
    'Dieser und {count} weitere Ordner bekommen {rights} statt {before}.',
  'This and {count} more folders get {rights} instead of {before}, so that not every user may look into them any more.':
    'Dieser und {count} weitere Ordner bekommen {rights} statt {before}, sodass nicht mehr jeder hineinsehen darf.',
  'The folder gets {rights} instead of {before}.': 'Der Ordner bekommt {rights} statt {before}.',
  'The folder gets {rights} instead of {before}, so that not every user may look into it any more.':
    'Der Ordner bekommt {rights} statt {before}, sodass nicht mehr jeder hineinsehen darf.',
  'What is mounted at {places} vanishes, for systemd {version} does not carry mounts along.':
    'Was an {places} eingehängt ist, verschwindet, denn systemd {version} nimmt Eingehängtes nicht mit.',
  'The merge fails and takes away what is mounted: systemd {version} ends where a mount lies in another one, as {places} does.':
    'Der Merge scheitert und nimmt weg, was eingehängt ist: systemd {version} bricht ab, wo etwas in etwas anderem eingehängt ist, wie {places}.',
  'The program is built for {machine}, which {host} does not start without an emulator.':
    'Das Programm ist für {machine} gebaut, was {host} ohne Emulator nicht startet.',
  '{count} programs, like this one, are built for {machine}, which {host} does not start without an emulator.':
    '{count} Programme, wie dieses, sind für {machine} gebaut, was {host} ohne Emulator nicht startet.',
  'This kernel has no dm-verity, which the image needs, so that every merge fails.':
    'Dieser Kernel hat kein dm-verity, das das Abbild braucht, sodass jeder Merge scheitert.',
  'This kernel cannot mount {format}, so that every merge fails.':
    'Dieser Kernel kann {format} nicht einhängen, sodass jeder Merge scheitert.',
  'This kernel cannot read {format} with {compressor}, so that every merge fails.':
    'Dieser Kernel kann {format} mit {compressor} nicht lesen, sodass jeder Merge scheitert.',
  'It asks for {field}, which systemd {version} does not know; 262 does.':
    'Sie verlangt {field}, was systemd {version} nicht kennt, erst 262.',
  'It asks for {field}, which systemd {version} does not know; 255 does.':
    'Sie verlangt {field}, was systemd {version} nicht kennt, erst 255.',
  'At every merge, refresh and unmerge systemd restarts {units}.':
    'Bei jedem Zusammenführen, Auffrischen und Trennen startet systemd {units} neu.',
  'At every merge, refresh and unmerge systemd reloads or restarts {units}.':
    'Bei jedem Zusammenführen, Auffrischen und Trennen lädt systemd {units} neu oder startet es neu.',
  '{field} is {value}, which is neither yes nor no to systemd, so it counts as no.':
    '{field} ist {value}, was für systemd weder Ja noch Nein ist und darum als Nein gilt.',
  '{units} will not be started at boot: {target} wants it, but systemd decides that before the merge. Veneer can start it: see Settings, or: veneer workaround on':
    '{units} startet nicht mit dem System: {target} verlangt es zwar, aber systemd entscheidet das vor dem Merge. Veneer kann es starten: siehe Einstellungen, oder: veneer workaround on',
  '{units} will not be started at boot: it is upheld, but no extension has systemd read its units again. Veneer can start it: see Settings, or: veneer workaround on':
    '{units} startet nicht mit dem System: Es soll zwar laufen, aber keine Erweiterung lässt systemd seine Units neu lesen. Veneer kann es starten: siehe Einstellungen, oder: veneer workaround on',
  '{unit} is meant to start at boot and never ran since this system was booted.':
    '{unit} soll mit dem System starten und lief nie, seit dieses System läuft.',
  'It hides the one of {owners}, so that what only that one knows is not found any more.':
    'Sie verdeckt die von {owners}, sodass nicht mehr gefunden wird, was nur jene kennt.',
  '{cache} of the base knows nothing of it, so that it may not be found.':
    '{cache} der Basis weiß nichts davon, sodass es vielleicht nicht gefunden wird.',
  'The configuration extension {name} in it is listed once this one is merged, but not merged at boot.':
    'Die Konfigurationserweiterung {name} darin wird gelistet, sobald diese hier zusammengeführt ist, aber nicht beim Systemstart zusammengeführt.',
  'All of /etc is read-only while configuration extensions are merged, also for passwords and host names.':
    'Ganz /etc ist nur lesbar, solange Konfigurationserweiterungen zusammengeführt sind, auch für Passwörter und Rechnernamen.',
  'The release file of a configuration extension counts only below /etc/extension-release.d.':
    'Die Release-Datei einer Konfigurationserweiterung gilt nur unter /etc/extension-release.d.',
  'Whether it hides folders or links of the base cannot be told at {count} paths: extensions are merged over them.':
    'Ob sie Ordner oder Links der Basis verdeckt, lässt sich an {count} Pfaden nicht sagen: Dort liegen Erweiterungen darüber.',
  'Which of its folders are marked as opaque is for root to see, with getfattr.':
    'Welche ihrer Ordner als undurchsichtig markiert sind, kann nur root sehen, mit getfattr.',
  '{count} extensions were not looked through, for that takes too long; try again to have them looked at too.':
    '{count} Erweiterungen wurden nicht durchgesehen, denn das dauert zu lange; beim nächsten Versuch werden sie es.',
  'There is more to know of {name}. See: veneer inspect {name}':
    'Zu {name} gibt es mehr zu wissen. Siehe: veneer inspect {name}',
  'Danger for this host: {what}': 'Gefahr für diesen Host: {what}',
  'Danger in {name} at {path}: {what}': 'Gefahr in {name} bei {path}: {what}',
  'Danger in {name}: {what}': 'Gefahr in {name}: {what}',
  'To know of {name} at {path}: {what}': 'Zu wissen von {name} bei {path}: {what}',
  'To know of {name}: {what}': 'Zu wissen von {name}: {what}',
};
