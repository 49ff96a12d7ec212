/** German of the History view, by its English. */
export const DE_WINDOW_HISTORY = {
  '/usr and /etc changed in different ways since. Undo these one by one.':
    '/usr und /etc haben sich seitdem verschieden geändert. Mach diese einzeln rückgängig.',
  'All extensions': 'Alle Erweiterungen',
  'Back to this point…': 'Zurück zu diesem Stand…',
  'Changes of': 'Änderungen von',
  'No change is about {name}.': 'Keine Änderung betrifft {name}.',
  'No extension came, went or changed.': 'Keine Erweiterung kam, ging oder änderte sich.',
  Steps: 'Schritte',
  'Steps of “{what}”': 'Schritte von „{what}“',
  'Takes back the {count} change after it.': 'Nimmt die {count} Änderung danach zurück.',
  'Takes back the {count} changes after it.': 'Nimmt die {count} Änderungen danach zurück.',
  'There is no way back to this point: {reason}': 'Es gibt keinen Weg zurück zu diesem Stand: {reason}',
  'What changed': 'Was sich änderte',
  'What changed since': 'Was sich seitdem änderte',
  'What changed since, until': 'Was sich seitdem änderte, bis',
  Until: 'Bis',
  now: 'jetzt',
  'the OS became another one since.': 'das Betriebssystem ist seitdem ein anderes.',
  '{name} was switched, and installed or removed, since. Undo these one by one.':
    '{name} wurde seitdem geschaltet und installiert oder entfernt. Mach diese einzeln rückgängig.',
  '“{what}” cannot be undone.': '„{what}“ lässt sich nicht rückgängig machen.',
  '“{what}” ended half-way.': '„{what}“ endete auf halbem Weg.',
  '“{what}” is still running.': '„{what}“ läuft noch.',
  '“{what}” was not done by Veneer.': '„{what}“ kam nicht von Veneer.',
};
