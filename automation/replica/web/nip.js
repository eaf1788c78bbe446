const WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** What is wrong with a NIP, in AP's manner (wording assumed), or null. */
export function nipMistake(text) {
  if (text === '') return 'Pole jest wymagane.';
  if (!/^[0-9]{10}$/.test(text)) return 'Numer NIP musi zawierać 10 cyfr.';
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return sum % 11 === Number(text[9]) ? null : 'Nieprawidłowy numer NIP.';
}
