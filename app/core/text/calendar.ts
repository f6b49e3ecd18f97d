/** Pattern of a month's name, or what it is usually cut to, without the full stop. */
export const MONTH_NAME =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

/** Pattern of a year's first two digits. De-identified notes, those of MIMIC among them, are dated centuries ahead. */
export const CENTURY = "(?:19|2[0-2])";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The month of a name that {@link MONTH_NAME} takes, 1 to 12, or the number that the text is. */
export function monthNumber(text: string): number {
  const index = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return index === -1 ? Number(text) : index + 1;
}

/** The year of two digits or four. */
export function yearNumber(digits: string): number {
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}
