/** German of what is wrong. */
import type { EN_DIAGNOSIS } from '../en/diagnosis.ts';
import type { Translation } from '../template.ts';

export const DE_DIAGNOSIS = {
  'diagnosis.also-merged': 'Ebenfalls zusammengeführt, denn sie passen und sind aktiviert: {names}.',
  'diagnosis.another-version-is-merged': 'Eine andere Version davon ist zusammengeführt.',
  'diagnosis.build-does-not-fit': '{name} {version} passt nicht zu {os}: {reason}',
  'diagnosis.build-is-not-downloaded': 'Die Version von {name} für {os} ist nicht heruntergeladen.',
  'diagnosis.answer-before-restart': 'Antworte, bevor du die Maschine neu startest.',
  'diagnosis.change-stays-after-restart':
    'Wird die Maschine in dieser Minute neu gestartet, bleibt die Änderung: In das /etc des nächsten Starts kann jetzt nicht geschrieben werden, so dass sie dort nichts zurücknimmt.',
  'diagnosis.class-is-merged-already':
    'Erweiterungen der Klasse {class} sind schon zusammengeführt, und systemd führt nur einmal zusammen.',
  'diagnosis.component-is-switched-off': 'Die Komponente {name} ist abgeschaltet, also aktualisiert sie nichts.',
  'diagnosis.does-not-fit-so-not-installed': '{name} {version} passt nicht, also wird es nicht installiert: {reason}',
  'diagnosis.download-from-there-once':
    'Lade {name} von dort herunter und installiere es einmal: Von da an ist es bekannt.',
  'diagnosis.entries-of-its-list-are-left-out': {
    one: '{count} Eintrag ihrer Liste führt anderswohin oder ist nicht lesbar und wird ausgelassen.',
    other: '{count} Einträge ihrer Liste führen anderswohin oder sind nicht lesbar und werden ausgelassen.',
  },
  'diagnosis.every-merge-fails-here': 'Hier scheitert jedes Zusammenführen.',
  'diagnosis.every-merge-fails-while': 'Jedes Zusammenführen scheitert, solange {path} da ist.',
  'diagnosis.every-merge-will-fail': 'Von da an scheitert jedes Zusammenführen. {sentence}',
  'diagnosis.give-folder-of-its-own': 'Gib {name} durch Path= in seiner Transferdatei einen eigenen Ordner.',
  'diagnosis.has-several-transfer-files': '{name} hat {count} Transferdateien, deren Teile zusammengehören.',
  'diagnosis.hides-it': '{path} verdeckt es',
  'diagnosis.image-is-kept-as-version': 'Das Abbild, das bei {path} steht, wird als Version {version} behalten.',
  'diagnosis.install-systemd-sysupdate': 'Installiere systemd-sysupdate, das tut es.',
  'diagnosis.is-kept-by-flatcar':
    '{name} wird von Flatcar verwaltet, das mit jeder Aktualisierung des Systems ein neues bringt.',
  'diagnosis.is-kept-by-sysextmgr': '{name} wird von sysextmgr verwaltet, darum aktualisiert Veneer es nicht.',
  'diagnosis.is-kept-current-with-os': '{name} wird zusammen mit dem System aktuell gehalten.',
  'diagnosis.is-masked-by': '{name} ist durch die Maske {path} deaktiviert',
  'diagnosis.is-no-longer-hidden': '{path} ist dann nicht mehr überlagert und gilt von da an.',
  'diagnosis.it-will-have-no-effect-yet': 'Es wird noch keine Wirkung haben: {why}.',
  'diagnosis.etc-is-opened':
    'Was über /etc zusammengeführt ist, wird für einen Augenblick herausgenommen, denn diese Änderung steht in /etc; danach wird es wieder zusammengeführt.',
  'diagnosis.mask-it': 'Deaktiviere {name}, oder entferne oder ersetze die Datei.',
  'diagnosis.mask-lasts-until-reboot': 'Die Maske von {name} liegt in {path} und hält bis zum nächsten Neustart.',
  'diagnosis.masked-or-taken-away-since': 'Seit dem Zusammenführen wurde es deaktiviert oder entfernt.',
  'diagnosis.merged-over-as-well': 'Über {paths} liegen auch Erweiterungen, durch {variable}. Das bleibt, wie es ist.',
  'diagnosis.newer-os-is-installed': 'Ein neueres System ist installiert.',
  'diagnosis.next-refresh-drops-it': 'Das nächste Zusammenführen nimmt es heraus.',
  'diagnosis.not-known-file-is-packed':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und die Datei dort ist gepackt.',
  'diagnosis.not-known-image-unread':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt keine Version, und das installierte Abbild ließ sich nicht lesen.',
  'diagnosis.not-known-neither-version-nor-hash':
    'Ob {remote} ein anderes {name} hat, ist nicht bekannt: Es nennt weder eine Version noch eine Prüfsumme.',
  'diagnosis.nothing-can-be-merged-here': 'Erweiterungen werden gezeigt, aber hier lässt sich nichts zusammenführen.',
  'diagnosis.reboot-to-run-it': 'Starte neu, damit es läuft.',
  'diagnosis.refresh-instead': 'Führe stattdessen neu zusammen, mit dem, was jetzt da ist.',
  'diagnosis.refresh-to-take-this-one-in': 'Neu zusammenführen nimmt diese auf.',
  'diagnosis.stays-wait-for-version-that-fits': '{old} bleibt. Warte auf eine Version, die passt.',
  'diagnosis.still-merged': 'Noch zusammengeführt: {names}.',
  'diagnosis.switch-it-on-with': 'Schalte sie ein mit: {command}',
  'diagnosis.systemd-does-not-look-at': 'systemd sieht {path} nicht an.',
  'diagnosis.own-back-force': 'systemd-sysext refresh --force, als root, bringt es zurück, obwohl es nicht passt.',
  'diagnosis.own-back-image':
    'Um es zurückzuholen, lege sein Abbild {name}.raw wieder nach /var/lib/extensions und rufe als root auf: systemd-sysext refresh',
  'diagnosis.own-back-move': 'Um es zurückzuholen, als root: mv {kept} {folder} && systemd-sysext refresh',
  'diagnosis.own-back-refresh': 'Um es zurückzuholen, als root: systemd-sysext refresh',
  'diagnosis.own-back-unmask': 'Um es zurückzuholen, als root: rmdir {path} && systemd-sysext refresh',
  'diagnosis.own-goes-later':
    'Veneer selbst läuft aus {name}: Nach dem nächsten Zusammenführen oder Neustart ist der Befehl veneer weg.',
  'diagnosis.own-goes-now': 'Veneer selbst läuft aus {name}: Der Befehl veneer verschwindet damit.',
  'diagnosis.systemd-sysext-is-not-installed': 'systemd-sysext ist nicht installiert.',
  'diagnosis.systemd-sysupdate-takes-for-version':
    'systemd-sysupdate hält {file} für eine Version von {name} und löscht es vielleicht.',
  'diagnosis.the-os': 'dem System',
  'diagnosis.transfer-file-calls-images': 'Die Transferdatei von {name} nennt Abbilder {pattern}, und Veneer {own}.',
  'diagnosis.transfer-file-cannot-be-followed': 'Der Transferdatei von {name} lässt sich hier nicht folgen: {reason}.',
  'diagnosis.transfer-file-names-no-link':
    'Die Transferdatei von {name} nennt keinen Link, durch den Veneer eine Version zählen lassen könnte.',
  'diagnosis.transfer-file-wants-layout':
    'Die Transferdatei von {name} will eine Anordnung, in die Veneer nicht installiert: {folder} und den Link {link}.',
  'diagnosis.there-is-more-to-know': 'Zu {name} gibt es mehr zu wissen. Siehe: veneer inspect {name}',
  'diagnosis.update-both-with-systemd-sysupdate': 'Aktualisiere beide mit: systemd-sysupdate update',
  'diagnosis.update-it-with': 'Aktualisiere sie mit: {command}',
  'diagnosis.use-systemd-sysupdate': 'Nimm dafür systemd-sysupdate: {command}',
  'diagnosis.wait-for-one-that-fits': 'Warte auf eines, das passt.',
  'diagnosis.whether-it-will-be-merged': 'Ob {name} zusammengeführt wird, lässt sich nicht vorhersagen: {reason}',
  'diagnosis.will-not-be-merged-all-the-same': '{name} wird trotzdem nicht zusammengeführt: {reason}',
  'diagnosis.will-not-be-merged-here':
    '{name} wird hier nicht zusammengeführt: Unter einer eigenen Wurzel folgt dieses systemd dem Symlink {path} nicht.',
  'diagnosis.would-fail-merges-so-not-installed':
    'Mit {name} {version} würde jedes Zusammenführen scheitern, also wird es nicht installiert: {reason}',
  'diagnosis.would-make-whole-merge-fail': 'An {path} würde das ganze Zusammenführen scheitern: {reason}',
  'diagnosis.effect-module':
    'Geräte, die schon da sind, werden erst beim nächsten Start nach den Kernelmodulen von {names} gefragt. Früher: modprobe. ({path})',
  'diagnosis.effect-udev':
    'Geräte, die schon da sind, behalten bis zum nächsten Start ihre alten udev-Regeln; die von {names} gelten für neue. Früher: udevadm trigger. ({path})',
  'diagnosis.effect-hwdb':
    'Die Hardware-Datenbank von {names} gilt, sobald „systemd-hwdb update“ sie übersetzt hat. ({path})',
  'diagnosis.effect-dbus':
    'Der Bus sieht die D-Bus-Dateien von {names} nicht von selbst: systemctl reload dbus. ({path})',
  'diagnosis.effect-polkit':
    'polkit sieht die Dateien von {names} nicht von selbst: systemctl restart polkit. ({path})',
  'diagnosis.effect-sysusers':
    'Die Konten von {names} entstehen, sobald systemd-sysusers läuft, das beim Start nicht auf Erweiterungen wartet. ({path})',
  'diagnosis.effect-tmpfiles':
    'Die Dateien und Ordner, die {names} verlangt, entstehen beim nächsten Start. Früher: systemd-tmpfiles --create. ({path})',
  'diagnosis.effect-at-boot':
    'Was {names} für den Start festlegt, liest ein Dienst, der nicht auf Erweiterungen wartet. ({path})',
  'diagnosis.effect-session': 'Was {names} für Sitzungen mitbringt, gilt ab der nächsten Anmeldung. ({path})',
  'diagnosis.effect-mapped':
    'Diese laufen mit den alten Dateien weiter, bis sie neu gestartet werden: {processes} ({path})',
  'diagnosis.effect-unread': 'Es ist nicht bekannt, was {names} mitbringt.',
  'diagnosis.effect-unseen': {
    one: 'Was {count} Prozess ausführt, darf nur root sehen.',
    other: 'Was {count} Prozesse ausführen, darf nur root sehen.',
  },
  'diagnosis.no-sysupdate': 'systemd-sysupdate ist nicht installiert.',
  'diagnosis.no-sysupdate-reason':
    'Ohne es tun Transferdateien nichts; Veneer selbst findet und installiert Updates trotzdem.',
  'diagnosis.not-merged-at-boot': 'Beim Start dieses Rechners wird nichts zusammengeführt: {unit} ist {state}.',
  'diagnosis.kernel-without-format':
    'Der laufende Kernel kann {format} nicht einhängen, darum lässt sich kein solches Abbild zusammenführen.',
  'diagnosis.nobody-asks': 'Hier gibt es keine Desktop-Sitzung, darum kann polkit niemanden um Erlaubnis fragen.',
  'diagnosis.have-it-mounted-at-boot':
    'Lass es beim Start einhängen: Trag {path} in /etc/fstab ein, ohne noauto und nofail.',
  'diagnosis.have-it-mounted-before':
    'Lass es vorher einhängen: systemctl edit {unit}, und unter [Unit] RequiresMountsFor={path}',
  'diagnosis.keep-them-on-a-disk-here': 'Leg sie auf eine Platte dieses Rechners: Das Netz ist zu spät da.',
  'diagnosis.merge-service-failed': '{unit} ist fehlgeschlagen.',
  'diagnosis.merge-service-skipped':
    '{unit} hat beim letzten Start nichts getan, denn dies ist nicht erfüllt: {conditions}.',
  'diagnosis.merged-since-it-failed':
    'Seitdem wurden Erweiterungen zusammengeführt. Wenn die Ursache behoben ist, lass systemd es vergessen: systemctl reset-failed {unit}',
  'diagnosis.mounted-after-merge': 'Erst nach dem Zusammenführen beim Start eingehängt: {places}, mit {names}.',
  'diagnosis.no-journal-of-it': 'Das Journal von {unit} nennt keinen Grund oder darf hier nicht gelesen werden.',
  'diagnosis.not-there-at-boot': 'Was nicht eingehängt ist, wenn {unit} läuft, führt dieser Dienst nicht zusammen.',
  'diagnosis.start-it-again': 'Wenn die Ursache behoben ist: systemctl restart {unit}',
  'diagnosis.start-it-again-once-met':
    'Sorg dafür, dass die Bedingung erfüllt ist, oder nimm sie heraus, dann: systemctl restart {unit}',
  'diagnosis.gone-after-next-boot': 'Nach dem nächsten Start weg: {names}.',
  'diagnosis.image-was-replaced': 'Das Abbild wurde ersetzt, während es zusammengeführt ist: {names}.',
  'diagnosis.look-why-it-is-left-out': 'Sieh nach, warum: veneer why {name}',
  'diagnosis.merge-stays-as-it-is':
    'Was zusammengeführt ist, bleibt so bis zum nächsten Zusammenführen, auch dem beim Start.',
  'diagnosis.next-merge-leaves-out': 'Zusammengeführt, beim nächsten Mal aber nicht mehr: {names}.',
  'diagnosis.next-merge-takes-in': 'Nicht zusammengeführt, beim nächsten Mal aber dabei: {names}.',
  'diagnosis.old-image-stays-merged': 'Was vorher da war, gilt weiter, bis neu zusammengeführt wird.',
  'diagnosis.run-is-emptied-at-boot': 'Das liegt in /run, und das wird dabei geleert.',
  'diagnosis.delete-old-versions': 'Lösche alte Versionen mit veneer vacuum NAME, oder schaff anderswo Platz.',
  'diagnosis.give-it-loop-devices':
    'Gib dem Container /dev/loop-control, lade das Modul loop, oder nimm die Erweiterung als Ordner.',
  'diagnosis.images-need-loop-devices':
    'Abbilder werden über Loop-Geräte eingehängt, und /dev/loop-control gibt es nicht; mit einem Abbild scheitert jedes Zusammenführen.',
  'diagnosis.look-for-build-for-os':
    'Hol dir die Fassung für dieses Betriebssystem, mit veneer update {name}, wo es aus einer Quelle kommt.',
  'diagnosis.lost-with-os': '{name} war auf {before} zusammengeführt, auf {after} nicht mehr.',
  'diagnosis.next-change-takes-them-away': 'Die nächste Installation, Aktualisierung oder Entfernung räumt sie weg.',
  'diagnosis.no-loop-device': 'Abbilder lassen sich hier nicht zusammenführen: {names}.',
  'diagnosis.no-room-for-update':
    'Eine neue Version von {name} hätte neben der alten keinen Platz: Sie braucht {needed}, frei sind {free} in {path}.',
  'diagnosis.unfinished-files': 'Eine Änderung wurde abgebrochen und hat {size} hinterlassen: {paths}.',
  'diagnosis.is-left-out-of-every-merge': '{name} passt nicht, darum lässt jedes Zusammenführen sie aus.',
  'diagnosis.look-for-one-that-fits': 'Such einen Build, der passt: veneer search {name}',
  'diagnosis.runs-from-files-that-are-gone': '{unit} läuft aus Dateien, die nicht mehr da sind.',
  'diagnosis.ends-with-next-start':
    'Seine Erweiterung ist nicht mehr zusammengeführt. Sobald er endet, lässt er sich nicht wieder starten.',
  'diagnosis.runs-the-old-version': '{unit} läuft noch in der alten Version von {name}.',
  'diagnosis.old-version-until-restart': 'Sein Abbild wurde ersetzt, und der Prozess begann vorher.',
  'diagnosis.service-is-down': '{unit} von {name} ist fehlgeschlagen.',
  'diagnosis.systemd-says-of-it': 'systemd sagt: {what}.',
  'diagnosis.look-into-journal-of': 'Der Grund steht hier: journalctl --unit={unit}',
} as const satisfies Translation<typeof EN_DIAGNOSIS>;
