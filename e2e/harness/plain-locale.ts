/** For all tests: what they start speaks English, in whatever language the person works who runs them. */
process.env['LC_ALL'] = 'C';
